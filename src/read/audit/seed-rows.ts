/** How many rows are there: of those that migrations bring, by key, and in whole tables? One at a time where this role may not read all of them. */
import { opening } from '../../catalog/opening.ts';
import { answered } from '../../drivers/answered.ts';
import { DatabaseError, type Session } from '../../drivers/session.ts';
import { literal } from '../../sql/quote.ts';
import { contentHash } from '../replay/seeds.ts';
import type { AskedSeed } from './asking.ts';

/** null where the table may not be read. The texts of keys are PostgreSQL's own, so equal ones are equal text. */
export async function countSeeds(
  session: Session,
  seeds: readonly AskedSeed[],
): Promise<({ found: number; same: number } | null)[]> {
  const told = await counts(
    session,
    seeds.flatMap(({ seed: { table, columns, keys, content, rows }, comparable }) => {
      const key = `jsonb_build_array(${columns.map((c) => `t.${c}`).join(', ')})::text`;
      const brought = keys.map((k, i) => `(${literal(k)}, ${literal(rows[i] ?? '')})`);
      return [
        `select count(*) as count from ${table} t where ${key} = any (array[${keys.map(literal).join(', ')}]::text[])`,
        comparable
          ? `select count(*) as count from ${table} t where (${key}, ${contentHash(content.map((c) => `t.${c}`))}) in (${brought.join(', ')})`
          : 'select 0 as count',
      ];
    }),
  );
  return seeds.map((_, i) => {
    const [found, same] = [told[2 * i], told[2 * i + 1]];
    return typeof found === 'number' ? { found, same: same ?? 0 } : null;
  });
}

const MOST = 1_000_000;

/** Up to a million each. `tables`: as PostgreSQL writes their names. */
export const countRows = (session: Session, tables: readonly string[]): Promise<(number | null)[]> =>
  counts(
    session,
    tables.map((table) => `select count(*) as count from (select from ${table} limit ${MOST}) t`),
  );

/** Milliseconds for one message, which has to be over before `answered` takes the server for gone. */
const LIMIT = 10_000;
/** Milliseconds. */
const LOCKED = 2_000;

/** null, too, where it takes too long: a lock, or too many rows. */
async function counts(session: Session, questions: readonly string[]): Promise<(number | null)[]> {
  try {
    return await asked(session, questions);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await answered(session, 'rollback');
    if (questions.length === 1) return [null];
    const each: (number | null)[] = [];
    for (const question of questions) each.push(...(await counts(session, [question])));
    return each;
  }
}

async function asked(session: Session, questions: readonly string[]): Promise<(number | null)[]> {
  const text = [
    ...opening(Math.ceil(LIMIT / questions.length)),
    `set local lock_timeout = ${LOCKED}`,
    // Otherwise who sees some of the rows would count them as all.
    'set local row_security = off',
    ...questions,
    'commit',
  ].join(';\n');
  const results = await answered(session, text);
  return results.filter((r) => r.tag.startsWith('SELECT')).map((r) => Number(r.rows[0]?.['count'] ?? 0));
}
