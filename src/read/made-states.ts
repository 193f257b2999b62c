/** What the project's own files make, by the names that people type for it. */
import type { Migration, Read, Replay, SchemaState } from '../model/index.ts';
import { catalogAfter, got } from '../model/index.ts';
import type { Looking } from './evidence.ts';
import type { Seen } from './schemas.ts';

/** null: no such name. */
export function made(
  _looking: Looking,
  seen: Seen | null,
  replay: () => Promise<Read<Replay>>,
): (name: string) => Promise<Read<SchemaState>> | null {
  return (name) => {
    const at = name.indexOf('@');
    const [what, which] = at === -1 ? [name, null] : [name.slice(0, at), name.slice(at + 1)];
    if (what !== 'migrations') return null;
    return ofFolder(name, which, seen, replay);
  };
}

async function ofFolder(
  name: string,
  which: string | null,
  seen: Seen | null,
  replay: () => Promise<Read<Replay>>,
): Promise<Read<SchemaState>> {
  if (!seen) return { ok: false, why: 'there is no project here' };
  const folder = `${seen.project.out}/`;
  const through = which === null ? null : migrationOf(which, seen.migrations);
  if (through && !through.ok) return through;
  const read = await replay();
  if (!read.ok) return read;
  const { failure, engine, assumed, migrations } = read.value;
  const reached = through === null ? failure === undefined : migrations.some((m) => m.migration === through.value);
  if (!reached && failure)
    return {
      ok: false,
      why: `${folder} replays up to ${failure.migration} only: ${failure.message}${failure.file ? ` (${failure.file}:${failure.line ?? 1})` : ''}`,
    };
  const catalog = through === null ? read.value.final : catalogAfter(read.value, through.value);
  return got({
    name,
    says: `${folder}${through === null ? '' : ` up to ${through.value}`} replayed on ${engine}`,
    catalog,
    notes: assumed,
  });
}

/** By its name, or by the digits it begins with. */
function migrationOf(which: string, migrations: Read<Migration[]>): Read<string> {
  if (!migrations.ok) return migrations;
  const names = migrations.value.map((m) => m.name);
  const found = names.filter((n) => n === which).concat(names.filter((n) => n !== which && n.startsWith(`${which}_`)));
  const [first] = found;
  if (first === undefined) return { ok: false, why: `no migration is called ${which}, or begins with it` };
  return found.length > 1 ? { ok: false, why: `${which} could be ${found.join(' or ')}` } : got(first);
}
