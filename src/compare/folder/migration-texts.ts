/** Which texts do the migrations run, and in which databases do they still have to? */
import type { Intended, Migration, Read, Severity, SqlFacts, SqlText, Standing } from '../../model/index.ts';

/** Environments by what they say about one migration. */
export interface Reach {
  /** It runs there next. */
  pending: string[];
  /** It is recorded there: what its text says now changes nothing any more. */
  recorded: string[];
  /** Every configured environment answered, and there is one. */
  complete: boolean;
}

export interface MigrationText {
  migration: Migration;
  file: string;
  content: SqlText;
  facts: SqlFacts;
  reach: Reach;
}

type Standings = Read<ReadonlyMap<string, Read<Standing>>>;

/** Each file once, in the order in which Drizzle runs them; what could not be read is another rule's. */
export function* textsOf(
  intended: readonly Intended[],
  sql: ReadonlyMap<string, SqlFacts>,
  standings: Standings,
): Generator<MigrationText> {
  const reaches = reachesOf(standings);
  const seen = new Set<string>();
  for (const { migration } of intended) {
    const { file } = migration;
    const facts = file === null ? undefined : sql.get(file);
    if (file === null || facts === undefined || !migration.sql.ok || seen.has(file)) continue;
    seen.add(file);
    yield { migration, file, content: migration.sql.value, facts, reach: reaches(file) };
  }
}

export function reachesOf(standings: Standings): (file: string) => Reach {
  const all = standings.ok ? [...standings.value] : [];
  const complete = all.length > 0 && all.every(([, one]) => one.ok);
  const pending = new Map<string, string[]>();
  const recorded = new Map<string, string[]>();
  for (const [environment, one] of all) {
    for (const { migration, state, rows, stock } of one.ok ? one.value.migrations : []) {
      if (migration.file === null) continue;
      const list = rows.length > 0 ? recorded : state === 'pending' || stock === 'runs' ? pending : null;
      list?.set(migration.file, [...(list.get(migration.file) ?? []), environment]);
    }
  }
  return (file) => ({ pending: pending.get(file) ?? [], recorded: recorded.get(file) ?? [], complete });
}

/** A text that PostgreSQL refuses: a deploy fails, or, where it is recorded everywhere, only a new database cannot be made of the folder. */
export const severityOfRefused = ({ pending, recorded }: Reach): Severity =>
  pending.length > 0 || recorded.length === 0 ? 'error' : 'warning';

/** No database has run it, and every one was asked. */
export const mayBeEdited = ({ recorded, complete }: Reach): boolean => complete && recorded.length === 0;

const named = (environments: readonly string[]): string =>
  environments.length === 1 && environments[0] === 'default' ? '' : ` in ${listed(environments)}`;

const listed = (names: readonly string[]): string =>
  names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** The fact that decides how much it matters. */
export function whereItRuns({ pending, recorded, complete }: Reach): string {
  if (pending.length > 0) return `it is pending${named(pending)}${recorded.length > 0 ? ` and recorded${named(recorded)}` : ''}`;
  if (recorded.length > 0) return `it is recorded${named(recorded)}, so it matters when a new database is made of this folder`;
  return complete ? 'no database has it recorded' : 'no database could be asked whether it has run';
}
