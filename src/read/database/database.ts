/** What a database tells in two messages: the server, every history table, our own schema. */

import { isDeepStrictEqual } from 'node:util';
import { DatabaseError, type Result, type Session } from '../../drivers/session.ts';
import type {
  Environment,
  History,
  HistoryColumn,
  HistoryTable,
  MigrationPart,
  Ran,
  Receipt,
  Server,
  TableName,
} from '../../model/index.ts';
import { type Candidate, discover, discoverAndRead, readHistories } from '../../sql/discover.ts';
import { joinPrint } from '../../sql/history.ts';
import { historyRow } from './history-row.ts';
import { isOurs, tellsTimes } from './own-tables.ts';
import { looking } from './refused.ts';

export interface DatabaseReading {
  server: Server;
  history: History;
  receipts: Receipt[];
  /** The sequence each table's print was read with, for the guard. */
  unreadableTables: { table: TableName; why: string }[];
}

type Cells = Record<string, string | null>;

const KINDS: Record<string, HistoryTable['kind']> = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
};

/** `columns`: of the configured table, where they are known; then one message is enough when nothing else is there. */
export async function readDatabase(
  session: Session,
  environment: Environment,
  ours: () => number,
  columns: readonly string[] = [],
): Promise<DatabaseReading> {
  const guess = guessOf(environment.table, columns);
  const both = guess ? await atOnce(session, environment, guess) : null;
  const first = both ?? answers(await looking(session, discover(environment.table), environment));
  const [facts, extensions, schemas, relations, types, candidates] = first;
  if (!facts?.[0] || !extensions || !schemas || !relations || !types || !candidates)
    throw new Error('the server answered fewer results than were asked for');
  const now = ours();
  const readable = candidates.filter((c) => c['may_select'] === 't').map(asCandidate);
  const own = {
    environment: isOurs(relations, 'environment', environment),
    receipt: isOurs(relations, 'receipt', environment),
    step: isOurs(relations, 'step', environment),
    ran: tellsTimes(relations),
  };
  const guessed = both && guess && !own.environment && !own.receipt && !own.step && isDeepStrictEqual(readable, [guess]);
  const nothing = readable.length === 0 && !own.environment && !own.receipt && !own.step;
  const second = guessed
    ? both.slice(6)
    : nothing
      ? []
      : answers(await looking(session, readHistories(readable, own), environment));
  const tables = readable.map((c, i) => {
    const found = candidates.find((x) => x['schema'] === c.schema && x['name'] === c.name) as Cells;
    return historyTable(c, found, second[3 * i] ?? [], second[3 * i + 1] ?? [], second[3 * i + 2]?.[0] ?? {});
  });
  const is = (t: TableName) => t.schema === environment.table.schema && t.name === environment.table.name;
  const stored = second[3 * readable.length]?.[0]?.['name'] ?? null;
  return {
    server: serverOf(session, environment, facts[0], now, { extensions, schemas, relations, types, stored }),
    history: {
      environment: environment.name,
      configured: environment.table,
      table: tables.find(is) ?? null,
      others: tables.filter((t) => !is(t)),
      parts: (second[3 * readable.length + 2] ?? []).filter((c) => c['history'] === whole(environment.table)).map(asPart),
    },
    receipts: (second[3 * readable.length + 1] ?? []).map(asReceipt),
    unreadableTables: candidates
      .filter((c) => c['may_select'] !== 't')
      .map((c) => ({
        table: { schema: c['schema'] ?? '', name: c['name'] ?? '' },
        why: `role ${facts[0]?.['role']} may not read it`,
      })),
  };
}

/** As the stock migrator makes it: with a serial that nobody renamed. */
function guessOf(table: TableName, columns: readonly string[]): Candidate | null {
  if (!columns.includes('id')) return null;
  const sequence = { schema: table.schema, name: `${table.name}_id_seq` };
  return { ...table, columns: [...columns], stored: true, sequence };
}

/** null: the guess was wrong. */
async function atOnce(session: Session, environment: Environment, guess: Candidate): Promise<Cells[][] | null> {
  try {
    return answers(await looking(session, discoverAndRead(guess), environment, WRONG_GUESS));
  } catch (error) {
    if (error instanceof DatabaseError && WRONG_GUESS.includes(error.sqlstate)) return null;
    throw error;
  }
}

/** No such sequence, column or right. */
const WRONG_GUESS = ['42P01', '42703', '42501'];

/** Results that carry rows; BEGIN, SET and COMMIT answer with a tag only. */
const answers = (results: Result[]): Cells[][] => results.filter((r) => r.tag.startsWith('SELECT')).map((r) => r.rows);

const whole = ({ schema, name }: TableName): string => `${schema}.${name}`;

const asPart = (c: Cells): MigrationPart => ({
  migration: c['migration'] ?? '',
  place: Number(c['place']),
  state: c['state'] === 'done' ? 'done' : 'running',
  print: c['print'] ?? '',
  by: c['by'] ?? '',
  at: c['at'] ?? '',
});

const asCandidate = (c: Cells): Candidate => {
  const sequence = c['sequence'] ? (JSON.parse(c['sequence']) as { schema: string; name: string; may: boolean }) : null;
  return {
    schema: c['schema'] ?? '',
    name: c['name'] ?? '',
    columns: (JSON.parse(c['columns'] ?? '[]') as HistoryColumn[]).map((x) => x.name),
    stored: ['r', 'p', 'm'].includes(c['kind'] ?? ''),
    sequence: sequence?.may ? { schema: sequence.schema, name: sequence.name } : null,
  };
};

function historyTable(candidate: Candidate, found: Cells, cells: Cells[], newest: Cells[], print: Cells): HistoryTable {
  const columns = JSON.parse(found['columns'] ?? '[]') as HistoryColumn[];
  const rows = cells.map((values, position) => historyRow(values, position));
  const [lastValue, isCalled] = (print['position'] ?? '').split(' ');
  const sequence =
    candidate.sequence && lastValue
      ? { ...candidate.sequence, lastValue, isCalled: isCalled === 'true' || isCalled === 't' }
      : null;
  const place = newest[0]?.['place'];
  return {
    schema: candidate.schema,
    name: candidate.name,
    kind: found['is_partition'] === 't' ? 'partition' : (KINDS[found['kind'] ?? ''] ?? 'table'),
    unlogged: found['persistence'] === 'u',
    columns,
    shape: shapeOf(candidate.columns),
    rows,
    newest: place ? (rows[Number(place) - 1] ?? null) : null,
    print: joinPrint(print['content'] ?? '', sequence),
    sequence,
    triggers: JSON.parse(found['triggers'] ?? '[]') as string[],
    rowSecurity: found['row_security'] === 't',
    may: {
      select: true,
      insert: found['may_insert'] === 't',
      update: found['may_update'] === 't',
      delete: found['may_delete'] === 't',
      own: found['may_own'] === 't',
    },
  };
}

function shapeOf(columns: string[]): HistoryTable['shape'] {
  if (!['id', 'hash', 'created_at'].every((c) => columns.includes(c))) return 'foreign';
  const extra = ['name', 'applied_at'].filter((c) => columns.includes(c)).length;
  return extra === 0 ? '0.x' : extra === 2 ? '1.0' : 'half';
}

function serverOf(
  session: Session,
  environment: Environment,
  facts: Cells,
  ours: number,
  more: { extensions: Cells[]; schemas: Cells[]; relations: Cells[]; types: Cells[]; stored: string | null },
): Server {
  const version = facts['version'] ?? '';
  const pid = Number(facts['pid']);
  return {
    environment: environment.name,
    target: {
      ...environment.target,
      database: facts['database'] ?? environment.target.database,
      role: facts['role'] ?? environment.target.role,
    },
    versionNumber: Number(facts['number']),
    version,
    engine: environment.driver === 'pglite' ? 'PGlite' : 'PostgreSQL',
    role: facts['role'] ?? '',
    superuser: facts['superuser'] === 't',
    readOnly: facts['read_only'] === 'on',
    standby: facts['standby'] === 't',
    pooled: session.announcedPid !== null && session.announcedPid !== pid,
    searchPath: facts['search_path'] ?? '',
    timeZone: facts['time_zone'] ?? '',
    clock: { server: Number(facts['clock']), ours },
    extensions: more.extensions.map((e) => e['name'] ?? ''),
    mayCreateSchema: facts['may_create'] === 't',
    schemas: more.schemas.map((s) => s['name'] ?? ''),
    relations: new Map(
      more.relations.map((r) => [
        `${r['schema']}.${r['name']}`,
        { kind: r['kind'] ?? '', columns: JSON.parse(r['columns'] ?? '[]') as string[] },
      ]),
    ),
    types: new Set(more.types.map((t) => `${t['schema']}.${t['name']}`)),
    storedEnvironment: more.stored,
  };
}

function asReceipt(row: Cells): Receipt {
  const plan = JSON.parse(row['plan'] ?? 'null') as Receipt['plan'];
  const prints = JSON.parse(row['prints'] ?? '{}') as Receipt['prints'];
  const ran = row['ran'] ? { ran: JSON.parse(row['ran']) as Ran } : {};
  const base = { format: 1 as const, id: row['id'] ?? '', plan, at: row['at'] ?? '', by: row['by'] ?? '', prints, ...ran };
  return row['environment'] ? { ...base, environment: row['environment'] } : base;
}
