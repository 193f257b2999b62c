/** What becomes of each row when the history is made anew, and why. */
import type { Decision } from '../../compare/audit/decided.ts';
import { highestId } from '../../compare/history/recorded.ts';
import { looksHashed } from '../../compare/history/recorded-hash.ts';
import type { HistoryRow, Line, Migration, MigrationStanding, Row, RowChange, Standing, TiedRow } from '../../model/index.ts';
import { drizzles, evidenceRow } from './evidence-row.ts';

export interface Fate {
  what: 'kept' | 'changed' | 'added' | 'dropped';
  id: string | null;
  migration?: string;
  why: string;
  /** Of a row that comes or goes: how it is known, and by what. */
  confidence?: Decision['confidence'];
  evidence?: Decision['facts'];
}

export interface Wishes {
  line: Line;
  /** Columns that the table gets with this plan. */
  added: readonly string[];
  /** One a migration, in the folder's order. */
  decisions: readonly Decision[];
  /** Ids of rows of no migration that a person wants gone. */
  dropped: readonly string[];
  /** Recorded, and the evidence speaks against it without proving it false: left as they are, and why. */
  doubtful: ReadonlyMap<string, string>;
  by: string;
}

/** Columns that a table of 0.x gets before its rows are changed. */
const NEW: readonly string[] = ['name', 'applied_at'];

export function rebuiltRows({ table, migrations, orphans }: Standing, wishes: Wishes): { fates: Fate[]; changes: RowChange[] } {
  const fates: Fate[] = [];
  const changes: RowChange[] = [];
  const empty = Object.fromEntries(wishes.added.map((c) => [c, null]));
  const before = (row: HistoryRow): Row => (wishes.added.length === 0 ? row.values : { ...row.values, ...empty });
  let next = highestId(table?.rows ?? []) + 1;
  for (const { migration, rows } of migrations) {
    const decision = wishes.decisions.find((d) => d.migration === migration.name);
    const known = decision ? { confidence: decision.confidence, evidence: decision.facts } : {};
    if (decision?.does === 'take-out') {
      for (const { row } of rows) {
        fates.push({ what: 'dropped', id: row.id, migration: migration.name, why: decision.why, ...known });
        changes.push({ before: before(row), after: null });
      }
      continue;
    }
    const [counts, ...more] = rows;
    for (const extra of more) {
      const own = extra.ambiguous || counts?.ambiguous === true;
      fates.push({
        what: own ? 'kept' : 'dropped',
        id: extra.row.id,
        migration: migration.name,
        why: own ? 'several migrations fit it equally well' : `recorded again; row ${counts?.row.id ?? '1'} counts`,
      });
      if (!own) changes.push({ before: before(extra.row), after: null });
    }
    if (counts) {
      const { values, why } = right(migration, counts, wishes);
      const was = before(counts.row);
      const after = { ...was, ...values };
      const same = Object.keys(after).every((k) => (after[k] ?? null) === (was[k] ?? null));
      fates.push({ what: same ? 'kept' : 'changed', id: counts.row.id, migration: migration.name, why });
      if (!same) changes.push({ before: was, after });
    } else if (decision?.does === 'record') {
      const counted = table?.sequence != null;
      const id = counted ? String(next++) : null;
      fates.push({ what: 'added', id, migration: migration.name, why: decision.why, ...known });
      changes.push({
        before: null,
        after: {
          ...(id === null ? {} : { id }),
          ...evidenceRow(migration, wishes.line, table, NEW),
        },
      });
    }
  }
  for (const orphan of orphans) {
    const drop = orphan.id !== null && wishes.dropped.includes(orphan.id);
    fates.push({
      what: drop ? 'dropped' : 'kept',
      id: orphan.id,
      why: drop ? `named by ${wishes.by}` : 'belongs to no migration of this folder; it may be another branch’s',
    });
    if (drop) changes.push({ before: before(orphan), after: null });
  }
  return { fates, changes };
}

/** What Drizzle would have written, but for a hash of another text: that one says what really ran. */
function right(
  migration: Migration,
  { row, faults, ambiguous }: TiedRow,
  { line, doubtful }: Wishes,
): { values: Record<string, string>; why: string } {
  if (ambiguous) return { values: {}, why: 'several migrations fit it equally well' };
  const doubt = doubtful.get(migration.name);
  if (doubt !== undefined) return { values: {}, why: `${doubt}: left as it is` };
  const values = drizzles(migration);
  const edited = looksHashed(row.hash) && faults.some((f) => f === 'hash-unknown' || f === 'hash-of-earlier-text');
  if (edited) delete values['hash'];
  // 1.0 knows the second only: a row that 0.x wrote keeps its milliseconds.
  if (!faults.some((f) => f.startsWith('stamp')) && row.createdAt !== null) delete values['created_at'];
  if (line === '1.0' && 'name' in row.values) values['name'] = migration.name;
  const words = faults.filter((f) => f !== 'hash-unknown' && f !== 'hash-of-earlier-text').map((f) => FAULTS[f] ?? f);
  if (edited) words.push('it keeps its hash, which says that another text ran');
  return { values, why: words.length > 0 ? words.join('; ') : 'as Drizzle writes it' };
}

const FAULTS: Readonly<Partial<Record<MigrationStanding['rows'][number]['faults'][number], string>>> = {
  'hash-of-other-line-ends': 'its hash was that of other line ends',
  'hash-is-tag': 'its hash was a name',
  'stamp-null': 'it had no time',
  'stamp-in-seconds': 'its time was in seconds',
  'stamp-is-text': 'its time was a text',
  'stamp-differs': 'its time was another',
  'name-null': 'it had no name',
  'name-differs': 'it had another name',
};
