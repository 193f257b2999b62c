/** What PostgreSQL says exists, in one round trip: one snapshot, every kind, and whether anything moved meanwhile. */
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../../base/problem.ts';
import { hidden } from '../../catalog/hidden.ts';
import type { Asked, Kind } from '../../catalog/kind.ts';
import { kinds as every } from '../../catalog/kinds.ts';
import { stamps } from '../../catalog/moved.ts';
import { opening } from '../../catalog/opening.ts';
import { platformSchemas, SIGNS } from '../../catalog/platform.ts';
import { unread } from '../../catalog/unread.ts';
import { DatabaseError, type Result } from '../../drivers/session.ts';
import type { Catalog, CatalogObject, NotCompared, TableName } from '../../model/index.ts';
import { keyOf } from '../../model/index.ts';

interface CatalogOptions {
  /** Drizzle's history tables. */
  histories: readonly TableName[];
  /** 150018 for 15.18. */
  versionNumber: number;
  engine: string;
  kinds?: readonly Kind[];
  /** Milliseconds for one statement; 0: no limit. */
  statementTimeout?: number;
}

export const TRIES = 5;
/** Milliseconds before the next reading, times the number of readings that failed. */
export const PAUSE = 50;

/**
 * What PostgreSQL answers when an object vanishes while its definition is written: definitions come from the newest catalog, the list
 * of objects from the snapshot. An internal error is also what a damaged catalog answers, and that one every time.
 */
export const VANISHED: readonly string[] = ['XX000', '42P01', '42704', '42703', '42883'];

/** Sends with the given function, so that the caller says what a refusal means; those of `VANISHED` have to come through as they are. */
export async function readCatalog(send: (text: string) => Promise<Result[]>, options: CatalogOptions): Promise<Catalog> {
  const { histories, versionNumber, engine, kinds = every } = options;
  const asked: Asked = { major: Math.floor(versionNumber / 10_000), histories };
  const text = reading(asked, kinds, options.statementTimeout ?? 0);
  for (let tries = 1; ; tries += 1) {
    const answer = await answered(send, text);
    if (answer instanceof DatabaseError) {
      if (tries === TRIES) throw unreadable(answer);
      await wait(PAUSE * tries);
      continue;
    }
    const [roles, before, census, unseen, ...rest] = answer.filter((r) => r.tag.startsWith('SELECT')).map((r) => r.rows);
    const after = rest.at(-1);
    if (!roles || !before || !census || !unseen || !after)
      throw new Error('the server answered fewer results than were asked for');
    if (tries < TRIES && same(before, after) === false) continue;
    const moved: NotCompared[] = same(before, after)
      ? []
      : [{ what: 'what was changed while it was read', count: 1, why: `the schema changed during each of ${TRIES} readings` }];
    const provided = platformSchemas(new Set(roles.map((r) => r['name'] ?? '')));
    return {
      versionNumber,
      engine,
      spelledBy: asked.major,
      objects: objectsOf(kinds, rest, provided),
      notCompared: [
        ...[...census, ...unseen].map((c) => ({ what: c['what'] ?? '', count: Number(c['count']), why: c['why'] ?? '' })),
        ...moved,
      ],
    };
  }
}

async function answered(send: (text: string) => Promise<Result[]>, text: string): Promise<Result[] | DatabaseError> {
  try {
    return await send(text);
  } catch (error) {
    if (!(error instanceof DatabaseError) || !VANISHED.includes(error.sqlstate)) throw error;
    await send('rollback');
    return error;
  }
}

export const unreadable = (error: DatabaseError): Problem =>
  new Problem('catalog-unreadable', 'PostgreSQL cannot write down what is in this database.', {
    why: `It said in each of ${TRIES} readings: ${error.message}. Either somebody changes the schema all the time, or an object stands on something that was taken away by hand.`,
    fix: 'Try again when nobody changes the schema; if it stays, pg_dump --schema-only of the database names the object.',
    details: { sqlstate: error.sqlstate, says: error.message },
  });

/** The text of one look, for those who send it themselves. */
export function reading(asked: Asked, kinds: readonly Kind[], statementTimeout: number): string {
  return [
    ...opening(statementTimeout),
    SIGNS,
    stamps(asked),
    unread(asked, kinds),
    hidden(asked),
    ...kinds.map((k) => k.query(asked)),
    'commit',
    ...opening(statementTimeout),
    stamps(asked),
    'commit',
  ].join(';\n');
}

type Rows = Result['rows'];

const same = (a: Rows, b: Rows): boolean => a.length === b.length && a.every((row, i) => row['stamp'] === b[i]?.['stamp']);

export function objectsOf(
  kinds: readonly Kind[],
  answers: readonly Rows[],
  provided: ReadonlySet<string>,
): Map<string, CatalogObject> {
  const objects = new Map<string, CatalogObject>();
  for (const [i, { name: kind, inside = false }] of kinds.entries()) {
    for (const row of answers[i] ?? []) {
      const { id, name } = row;
      if (id === null || id === undefined || name === null || name === undefined)
        throw new Problem('catalog-unreadable', `An object of kind ${kind} has no name.`, {
          why: 'The server answered a row without one; its catalog may be damaged.',
          fix: 'Report it with the server’s version: select version();',
        });
      const key = keyOf(kind, id);
      objects.set(key, {
        kind,
        id,
        parent: row['parent'] ?? null,
        inside,
        name,
        platform: provided.has(row['schema'] ?? ''),
        facts: row,
      });
    }
  }
  return objects;
}
