/** The fingerprints of what exists, of every environment: one message each. */
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../../base/problem.ts';
import { type Counted, fingerprintQuery, readFingerprint } from '../../catalog/fingerprint.ts';
import { hidden } from '../../catalog/hidden.ts';
import type { Asked } from '../../catalog/kind.ts';
import { kinds } from '../../catalog/kinds.ts';
import { opening } from '../../catalog/opening.ts';
import { PROVIDED } from '../../catalog/platform.ts';
import { unread } from '../../catalog/unread.ts';
import { DatabaseError, type Session } from '../../drivers/session.ts';
import type { Environment, Hashes, Print, PrintsWanted, Read, TableName } from '../../model/index.ts';
import { got, STOCK_TABLE } from '../../model/index.ts';
import { contentPrint } from '../../sql/history.ts';
import { PATIENTLY } from '../../sql/patience.ts';
import { literal, qualified } from '../../sql/quote.ts';
import { PAUSE, TRIES, unreadable, VANISHED } from '../database/catalog.ts';
import type { DatabaseReading } from '../database/database.ts';
import { looking } from '../database/refused.ts';
import type { Looking } from '../looking.ts';
import { engineOf } from './environment-catalog.ts';

/** What is asked of one environment. */
export interface PrintAsked {
  environment: Environment;
  engine: string;
  asked: Asked;
  /** One for all, and where others of its own major and of another are there, a second one for those of its own. */
  counted: readonly Counted[];
}

/** Of those that could be reached. */
export function asking(
  databases: ReadonlyMap<string, Read<DatabaseReading>>,
  environments: readonly Environment[],
  { classes, between }: PrintsWanted,
): Map<string, PrintAsked> {
  const majorOf = ({ server }: DatabaseReading): number => Math.floor(server.versionNumber / 10_000);
  const reached = environments.flatMap((environment) => {
    const database = databases.get(environment.name);
    return database?.ok ? [{ environment, database: database.value, major: majorOf(database.value) }] : [];
  });
  const majors = reached.map((r) => r.major);
  return new Map(
    reached.map(({ environment, database: { server, history }, major }) => {
      const others = majors.filter((m) => m !== major);
      const base: Counted = { classes, deep: 'kinds', provided: PROVIDED };
      const alone = !between || others.length === 0;
      const counted: Counted[] = [
        alone ? base : { ...base, comparedWith: Math.min(...others) },
        ...(!alone && majors.length - others.length > 1 ? [base] : []),
      ];
      const asked: Asked = {
        major,
        histories: [STOCK_TABLE, environment.table, ...history.others],
        ...(classes.includes('position') ? {} : { withoutPositions: true }),
      };
      return [environment.name, { environment, engine: engineOf(environment, server.version), asked, counted }];
    }),
  );
}

export async function readPrints(
  databases: ReadonlyMap<string, Read<DatabaseReading>>,
  { environments, open }: Looking,
  wanted: PrintsWanted,
): Promise<Map<string, Read<Print>>> {
  const all = asking(databases, environments, wanted);
  const one = async (name: string, database: Read<DatabaseReading>): Promise<Read<Print>> => {
    const asked = all.get(name);
    if (!database.ok) return database;
    if (!asked) return { ok: false, why: 'it was not read' };
    try {
      return got(await lasting(await open(asked.environment), asked));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { ok: false, why: `${error.message} ${error.why}`, because: error.code };
    }
  };
  return new Map(await Promise.all([...databases].map(async ([name, d]) => [name, await one(name, d)] as const)));
}

/** Once more where an object vanished while it was written. */
async function lasting(session: Session, asked: PrintAsked): Promise<Print> {
  for (let tries = 1; ; tries += 1) {
    try {
      return (await readPrint(session, asked)).print;
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      if (tries === TRIES) throw unreadable(error);
      await wait(PAUSE * tries);
    }
  }
}

/** What a history table holds, or whether there is one. */
export interface HistoryAsked {
  table: TableName;
  there: boolean;
}

/** One message. Throws a Problem, and a DatabaseError of those that a vanishing object leaves. `history`: as it was asked for. */
export async function readPrint(
  session: Session,
  { environment, engine, asked, counted }: PrintAsked,
  history?: HistoryAsked,
): Promise<{ print: Print; history: string | null }> {
  const text = [
    ...opening(environment.statementTimeout),
    unread(asked, kinds),
    hidden(asked),
    ...counted.map((c) => fingerprintQuery(asked, kinds, c)),
    ...(history ? [PATIENTLY.slice(0, -1), `select ${ofHistory(history)} as history`] : []),
    'commit',
  ].join(';\n');
  const answers = (await looking(session, text, environment, VANISHED)).filter((r) => r.tag.startsWith('SELECT'));
  const [census, unseen, first, ...more] = answers.map((r) => r.rows);
  if (!census || !unseen || !first) throw new Error('the server answered fewer results than were asked for');
  const own = counted.length > 1 ? more[0] : undefined;
  const notCompared = [...census, ...unseen].map((c) => ({
    what: c['what'] ?? '',
    count: Number(c['count']),
    why: c['why'] ?? '',
  }));
  return {
    print: { engine, major: asked.major, ...hashesOf(first), ...(own ? { own: hashesOf(own) } : {}), notCompared },
    history: more.at(-1)?.[0]?.['history'] ?? null,
  };
}

const ofHistory = ({ table, there }: HistoryAsked): string =>
  there ? contentPrint(table) : `to_regclass(${literal(qualified(table))})::text`;

function hashesOf(rows: Parameters<typeof readFingerprint>[0]): Hashes {
  const { whole, kinds: byKind } = readFingerprint(rows);
  return { whole, kinds: byKind };
}
