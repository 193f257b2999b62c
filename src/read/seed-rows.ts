/** How many of the rows that migrations bring are there? By key, a table at a time where this role may not read all of them. */
import { answered } from '../drivers/answered.ts';
import { DatabaseError, type Session } from '../drivers/session.ts';
import type { Seed } from '../model/index.ts';
import { literal } from '../sql/quote.ts';

/** null where the table may not be read. The texts of keys are PostgreSQL's own, so equal ones are equal text. */
export async function countSeeds(session: Session, seeds: readonly Seed[]): Promise<(number | null)[]> {
  try {
    return await counts(session, seeds);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await answered(session, 'rollback');
    if (seeds.length === 1) return [null];
    const each: (number | null)[] = [];
    for (const seed of seeds) each.push(...(await countSeeds(session, [seed])));
    return each;
  }
}

async function counts(session: Session, seeds: readonly Seed[]): Promise<(number | null)[]> {
  const text = [
    'begin isolation level repeatable read read only',
    `set local timezone = 'UTC'`,
    `set local search_path = ''`,
    ...seeds.map(
      ({ table, columns, keys }) =>
        `select count(*) as count from ${table} t where jsonb_build_array(${columns.map((c) => `t.${c}`).join(', ')})::text = any (array[${keys.map(literal).join(', ')}]::text[])`,
    ),
    'commit',
  ].join(';\n');
  const results = await answered(session, text);
  return results.filter((r) => r.tag.startsWith('SELECT')).map((r) => Number(r.rows[0]?.['count'] ?? 0));
}
