/** Does the judge see what it is there for? Each half and each lie is made by hand, on a real database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedServer } from '../shared-server.ts';
import { makeHistory } from './histories.ts';
import { judge, judgeEnd, look, RESET } from './oracle.ts';
import { makePlace, type Place } from './point.ts';
import { inProcess } from './runner.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: the judge was not tried', () => undefined);

const dropAnIndex = `do $$ declare name text; begin
  select indexrelid::regclass::text into name from pg_index where not indisprimary and indrelid::regclass::text not like 'drizzle.%' and indrelid > 16383 limit 1;
  execute 'drop index ' || name; end $$`;

describe.skipIf(server === null)('the judge', () => {
  let place: Place;
  beforeAll(async () => {
    if (server) place = await makePlace(makeHistory({ line: '0.x', seed: 3, length: 4 }), server);
  });
  afterAll(() => place?.remove());

  /** All migrations, then what a bad runner would have left besides; taken back afterwards. */
  const after = async (tamper: string): Promise<string[]> => {
    const { at, expected } = place;
    await at.query(`begin; ${tamper}`);
    const seen = await look(at);
    await at.query('rollback');
    const said = { exit: 0, code: null, text: '4 applied' };
    return [...judge(said, seen, expected, { lost: false }), ...judgeEnd(at, seen, expected)];
  };

  test('an undisturbed run is right', async () => {
    await place.at.query(RESET);
    place.project.aim(place.at.url);
    expect((await inProcess(place.project.folder)).exit).toBe(0);
    expect(await after('')).toEqual([]);
  });

  test.each([
    ['a migration that ran twice', 'insert into counted select * from counted limit 1', 'ran 2 times'],
    ['a row that is missing', 'delete from drizzle.__drizzle_migrations where id = 4', 'exit 0, and 3 of 4 are in'],
    [
      'a row recorded twice',
      'insert into drizzle.__drizzle_migrations (hash, created_at) select hash, created_at from drizzle.__drizzle_migrations limit 1',
      '5 history rows',
    ],
    [
      'a hash that is not Drizzle’s',
      `update drizzle.__drizzle_migrations set hash = 'x' where id = 2`,
      'not those of the stock migrator',
    ],
    ['a table too many', 'create table extra ()', 'half: 4 recorded'],
    ['an index that is gone', dropAnIndex, 'half: 4 recorded'],
    [
      'an index that is not valid',
      `update pg_index set indisvalid = false where indexrelid = (select indexrelid from pg_index where not indisprimary and indrelid > 16383 and indrelid::regclass::text not like 'drizzle.%' limit 1)`,
      'half: 4 recorded',
    ],
  ])('%s is seen', async (_, tamper, sees) => {
    const wrong = await after(tamper);
    expect(wrong.join('\n')).toContain(sees);
  });

  test.each([
    [{ exit: 0, text: 'done' }, 0, 'exit 0, and 0 of 4 are in'],
    [{ exit: 2, text: 'failed' }, 2, 'exit 2, and 2 of this run are in'],
    [{ exit: 130, text: 'interrupted' }, 1, 'exit 130, and 1 of this run are in'],
    [{ exit: 3, text: 'failed' }, 0, 'exit 3, and nothing of this run is in'],
    [{ exit: 3, text: 'failed. Nothing was\nchanged.' }, 2, '"nothing was changed"'],
    [{ exit: 3, text: 'The 1\nbefore it are committed' }, 2, '"1 before it are committed", and 2 are in'],
    [{ exit: 70, text: 'Error: x\n    at run (a.ts:1:2)' }, 0, 'a stack trace'],
    [{ exit: 2, text: '' }, 0, 'it failed and said nothing'],
  ])('%o after %i migrations is a lie', (said, n, sees) => {
    const seen = place.expected.after[n];
    if (!seen) throw new Error('every step was looked at');
    expect(judge({ code: null, ...said }, seen, place.expected, { lost: false }).join('\n')).toContain(sees);
  });

  test.each([
    [{ exit: 2, text: 'Nothing was changed.' }, 0],
    [{ exit: 3, text: 'The 2 before it are committed' }, 2],
    [{ exit: 0, text: '4 applied' }, 4],
  ])('%o after %i migrations is true', (said, n) => {
    const seen = place.expected.after[n];
    if (!seen) throw new Error('every step was looked at');
    expect(judge({ code: null, ...said }, seen, place.expected, { lost: false })).toEqual([]);
  });
});
