/** Which client and which line of Drizzle is behind what was handed over? */
import { Problem } from '../base/problem.ts';
import type { Line } from '../model/index.ts';

export interface Made {
  client: unknown;
  line: Line;
}

/** Throws a Problem for what `drizzle(…)` did not make. */
export function madeOf(db: unknown): Made {
  if (!isObject(db) || !('dialect' in db)) throw notDrizzles('It is no object that drizzle(…) of drizzle-orm made.');
  // With replicas it is the primary that is written to.
  const primary = isObject(db['$primary']) ? db['$primary'] : db;
  if (!('$client' in primary))
    throw notDrizzles(
      'It has no $client: it is a transaction (`tx`), whose end belongs to whoever began it, or older than drizzle-orm 0.34.',
    );
  const { _: inner, dialect } = primary;
  // 0.x migrates in its dialect and knows schemas; 1.0 knows relations alone.
  const newer = isObject(inner) && 'relations' in inner;
  const older = isObject(dialect) && typeof dialect['migrate'] === 'function';
  return { client: primary['$client'], line: newer || !older ? '1.0' : '0.x' };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const notDrizzles = (why: string): Problem =>
  new Problem('db-unusable', 'What was handed over as db cannot be migrated.', {
    why,
    fix: 'Hand over what drizzle(…) returned: migrate(drizzle(pool), { migrationsFolder })',
  });

/** For openers: the client belongs to another entry than the one that was imported. */
export const otherClient = (entry: string, wanted: string): Problem =>
  new Problem('client-unusable', `The db was not made for tidemark/${entry}.`, {
    why: `Its $client is not ${wanted}.`,
    fix: 'Import the functions from the entry with the same name as the one of drizzle-orm: drizzle-orm/postgres-js and tidemark/postgres-js.',
  });
