/** What will `drizzle-kit up` and the first run of 1.0 make of what is here? (drizzle 1.0.0-rc.5) */
import type { HistoryRow, Migration } from '../../model/index.ts';

/** Rows to which the first run of 1.0 finds no migration: by the second of created_at, else by the hash. */
export function unmatchedRows(migrations: readonly Migration[], rows: readonly HistoryRow[]): HistoryRow[] {
  const hashOf = ({ sql }: Migration): string | null => (sql.ok ? sql.value.hash : null);
  const hashes = new Set(migrations.map(hashOf));
  return rows.filter(({ createdAt, hash }) => {
    const text = String(createdAt);
    // The last three digits of the text become zeros.
    const second = Number(`${text.slice(0, Math.max(0, text.length - 3))}000`);
    const near = migrations.filter((m) => m.when === second);
    if (near.length === 1) return false;
    return near.length > 1 ? !near.some((m) => hashOf(m) === hash) : !hashes.has(hash);
  });
}

/** The folder into which `up` moves a migration: UTC time of `when`, tag without its first part. null: no stamp. */
export function movedName({ name, when }: Migration): string | null {
  if (when === null || Math.abs(when) > 8.64e15) return null;
  const [, ...rest] = name.split('_');
  const digits = [...new Date(when).toISOString().slice(0, 19)].filter((c) => c >= '0' && c <= '9').join('');
  return `${digits}_${rest.join('_')}`;
}
