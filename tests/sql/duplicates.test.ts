/** The query that shows duplicates, run where they are: it finds what the unique index refused, and nothing else. */
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { duplicatesQuery } from '../../src/sql/duplicates.ts';

let db: PGlite;
beforeAll(async () => {
  db = await PGlite.create();
  await db.exec(`create schema "odd one"; create table "odd one"."the ""t""" ("e,mail" text, "n" integer, gone boolean default false);
    insert into "odd one"."the ""t""" values ('a', 1, false), ('A', 1, false), ('b', 2, false), ('b', 3, true), (null, 4, false), (null, 4, false);`);
});
afterAll(() => db.close());

const TABLE = '"odd one"."the ""t"""';

test.each([
  [`CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "left invalid" ON ${TABLE} USING btree ("e,mail");`, [['b', 2]]],
  [
    `create unique index on ${TABLE} (lower("e,mail") text_pattern_ops desc nulls last)`,
    [
      ['a', 2],
      ['b', 2],
    ],
  ],
  [
    `create unique index u on only ${TABLE} using btree (lower("e,mail" || 'x'), "n") include (gone) where not gone;`,
    [['ax', 1, 2]],
  ],
  [`create unique index u on ${TABLE} (("n" + 1), "e,mail") nulls not distinct -- where`, [[5, null, 2]]],
  [
    `alter table ${TABLE} add constraint "other" check (n > 0), add constraint "the u" unique nulls not distinct ("e,mail")`,
    [
      ['b', 2],
      [null, 2],
    ],
  ],
  [
    `alter table ${TABLE} add primary key (n)`,
    [
      [1, 2],
      [4, 2],
    ],
  ],
])('%s', async (sql, found) => {
  const query = duplicatesQuery(sql, TABLE, 'the u');
  const { rows } = await db.query<unknown[]>(query ?? '', [], { rowMode: 'array' });
  const order = (r: unknown[]): string => JSON.stringify(r);
  expect(rows.map(order).sort(), query ?? '').toEqual(found.map(order).sort());
  await expect(db.exec(sql)).rejects.toMatchObject({ code: '23505' });
});

test.each([
  ['insert into t values (1)'],
  ['create index i on t (a)'],
  ['alter table t add column a integer unique, add column b numeric(10, 2)'],
  ['alter table t add column a timestamp unique default (now())'],
  ['alter table t add constraint u unique using index i'],
  ['create unique index u on t (a'],
  ['create unique index u on t ()'],
  [''],
])('nothing is made of: %s', (sql) => {
  expect(duplicatesQuery(sql, 't', null)).toBeNull();
});
