/** New times and the last places in the journal for migrations that run late, above everything recorded. */
import { freshStamp, recordedOf, type Seen } from '../../compare/history/seen.ts';
import type { Change, Journal, JournalEntry, Migration } from '../../model/index.ts';
import { narrow } from '../files/edit.ts';

export interface Restamped {
  migration: Migration;
  when: number;
}

/** The migration and all behind the first skipped one that are recorded nowhere, in their order: every finding of one run gives the same. */
export function restampFrom(position: number, migrations: readonly Migration[], seen: Seen): Restamped[] {
  const skipped = migrations.findIndex(
    (_, i) => recordedOf(seen, i).length === 0 && seen.read.some((s) => s.migrations[i]?.state === 'out-of-order'),
  );
  const from = skipped === -1 ? position : Math.min(position, skipped);
  const fresh = freshStamp(migrations, seen);
  const open = migrations.filter((m) => m.entry && m.position >= from && recordedOf(seen, m.position).length === 0);
  return open.map((migration, i) => ({ migration, when: fresh + i }));
}

/**
 * Puts the entries last, so that a fresh database runs them where deployed ones do, and numbers idx on.
 * Each place of the list gets the text of another entry; what stands between the entries stays.
 */
export function behindAll({ file, entries }: Journal, stamps: readonly Restamped[]): Change[] {
  const late = new Map(stamps.map(({ migration, when }) => [migration.position, when]));
  const order = [...entries.filter((e) => !late.has(e.position)), ...entries.filter((e) => late.has(e.position))];
  const names = stamps.map((s) => `${s.migration.name} the time ${s.when}`).join(', ');
  const says = `Give ${names}, behind all others.`;
  return order.flatMap((entry, place): Change[] => {
    const slot = entries[place];
    if (!slot) return [];
    const when = late.get(entry.position);
    const now = withValues(file.text, entry, {
      ...(when === undefined ? {} : { when }),
      ...(entry.position === place ? {} : { idx: place }),
    });
    const was = textOf(file.text, slot);
    return was === now ? [] : [{ kind: 'edit', path: file.path, edit: narrow({ offset: slot.offset, was, now }), says }];
  });
}

const textOf = (text: string, { offset, length }: JournalEntry): string => text.slice(offset, offset + length);

/** The entry's own text with some numbers replaced; a field that is not there stays away. */
function withValues(text: string, entry: JournalEntry, values: Record<string, number>): string {
  const fields = Object.entries(values).flatMap(([name, value]) => {
    const field = entry.fields.get(name);
    return field ? [{ field, value }] : [];
  });
  fields.sort((a, b) => b.field.offset - a.field.offset);
  return fields.reduce(
    (out, { field, value }) => {
      const at = field.offset - entry.offset;
      return out.slice(0, at) + String(value) + out.slice(at + field.length);
    },
    textOf(text, entry),
  );
}
