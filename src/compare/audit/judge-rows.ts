/** Has a statement written its rows, by the rows that are there? */
import type { Catalog, JudgedStatement, Replay, ReplayedMigration, ReplayedStatement } from '../../model/index.ts';
import { wordsOf } from '../../sql/words.ts';

/** How many of the rows that a migration brings are there, by their keys, and how many as it wrote them; by table. */
export type SeedsFound = ReadonlyMap<string, { brought: number; found: number; same: number }>;

export interface Held {
  live: Catalog;
  replay: Replay;
  /** Of the statements, as they stand in the files. */
  texts: ReadonlyMap<ReplayedStatement, string>;
}

export type Rows = Pick<JudgedStatement, 'verdict' | 'speaksFor' | 'speaksAgainst' | 'probe'>;

/** Rows that are there speak for a statement that only inserts. Rows that are not there say nothing: somebody may have deleted them. */
export function rowsOf(
  { wrote, tag }: ReplayedStatement,
  { migration, seeds }: ReplayedMigration,
  found: SeedsFound,
  held: Held,
): Rows {
  const { live, replay } = held;
  const silent: Rows = { verdict: 'undecidable', speaksFor: [], speaksAgainst: [] };
  const gone = wrote.filter((w) => !live.objects.has(`table ${w.table}`) && !everDropped(replay, `table ${w.table}`));
  if (gone.length > 0)
    return { verdict: 'not-executed', speaksFor: [], speaksAgainst: gone.map((w) => `table ${w.table} does not exist`) };
  const inserts = tag.startsWith('INSERT') && wrote.length > 0 && wrote.every((w) => w.updated === 0 && w.deleted === 0);
  if (!inserts) return silent;
  const told = wrote.map((w) => ({ table: w.table, seed: seeds.find((s) => s.table === w.table), found: found.get(w.table) }));
  const says = told.flatMap(({ table, found: f }) => (f ? [rowsThere(table, f)] : []));
  const whole = told.every(({ seed, found: f }) => seed && !seed.cut && f && f.brought > 0 && f.same === f.brought);
  if (whole && !wrote.some((w) => othersMayBring(held, migration, w.table)))
    return { verdict: 'executed', speaksFor: says, speaksAgainst: [] };
  const none = told.every(({ found: f }) => f && f.found === 0);
  const probes = told.flatMap(({ table, seed }) =>
    seed && !seed.cut && seed.generated.length === 0 ? [probe(table, seed.columns, seed.keys)] : [],
  );
  return {
    verdict: 'undecidable',
    speaksFor: none ? [] : says,
    speaksAgainst: none ? says : [],
    ...(probes[0] ? { probe: probes[0] } : {}),
  };
}

function rowsThere(table: string, { brought, found, same }: { brought: number; found: number; same: number }): string {
  if (brought === 1)
    return `the row that it brings to ${table} is ${found === 0 ? 'not there' : same === 1 ? 'there as it wrote it' : 'there by its key, and not as it wrote it'}`;
  const as = same === found ? '' : `, and ${same === 0 ? 'none' : same} of them as it wrote them`;
  return `${found} of the ${brought} rows that it brings to ${table} are there${as}`;
}

/** Of a table that a migration has taken away, or renamed, nobody can say whether it was written to. */
const everDropped = (replay: Replay, key: string): boolean =>
  replay.migrations.some((m) => m.statements.some((s) => s.effects.some((e) => e.key === key && e.after === null)));

/** Another one puts rows there as well if they are not there (ON CONFLICT, WHERE NOT EXISTS): which of them has, the rows do not tell. */
function othersMayBring({ replay, texts }: Held, migration: string, table: string): boolean {
  const name = table.slice(table.lastIndexOf('.') + 1).replaceAll('"', '');
  const may = (s: ReplayedStatement): boolean => {
    if (s.touches === 'schema' || s.tag.startsWith('UPDATE') || s.tag.startsWith('DELETE')) return false;
    const there = s.wrote.find((w) => w.table === table);
    return there ? there.updated > 0 : texts.get(s)?.includes(name) === true;
  };
  return replay.migrations.some((m) => m.migration !== migration && m.statements.some(may));
}

const WRITING = new Set(['insert', 'merge', 'truncate', 'copy', 'execute', 'perform', 'call']);

/**
 * A statement of which the parser cannot say whether it writes rows, and which has written none: a materialized view's rows are its
 * definition's, and a DO block without a word that writes has none to write.
 */
export function leavesRowsAlone({ wrote, tag, effects }: ReplayedStatement, text: string): boolean {
  if (wrote.length > 0) return false;
  if (effects.some((e) => e.before === null && e.after?.kind === 'materialized-view')) return true;
  if (tag !== 'DO') return false;
  const body = bodyOf(text);
  if (body === null) return false;
  const words = wordsOf(body).filter((w) => w.kind === 'word');
  // ON DELETE CASCADE, ON UPDATE NO ACTION
  return !words.some(
    ({ text: word }, i) => WRITING.has(word) || ((word === 'update' || word === 'delete') && words[i - 1]?.text !== 'on'),
  );
}

/** Between its dollar quotes. */
function bodyOf(text: string): string | null {
  const start = text.indexOf('$');
  const open = text.indexOf('$', start + 1);
  const quote = text.slice(start, open + 1);
  const end = text.indexOf(quote, open + 1);
  return start === -1 || open === -1 || end === -1 ? null : text.slice(open + 1, end);
}

const PROBED = 20;

const probe = (table: string, columns: readonly string[], keys: readonly string[]): string =>
  `select * from ${table} where jsonb_build_array(${columns.join(', ')})::text in (${keys
    .slice(0, PROBED)
    .map((k) => `'${k.replaceAll("'", "''")}'`)
    .join(', ')});`;
