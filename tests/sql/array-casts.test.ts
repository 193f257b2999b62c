/** What PostgreSQL wrote itself and reads otherwise is written so that it reads the same. */
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withoutArrayCasts } from '../../src/sql/array-casts.ts';

describe('the cast of a whole array', () => {
  test.each([
    [
      `CHECK (((role)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))`,
      `CHECK (((role)::text = ANY (ARRAY['a'::character varying, 'b'::character varying])))`,
    ],
    [`x <> ALL (ARRAY[a, b]::text[])`, `x <> ALL (ARRAY[a, b])`],
    [`f((ARRAY['a'::character varying])::text[])`, null],
    [`x = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])`, null],
    [`x = ANY ((ARRAY[1, 2] || ARRAY[3])::bigint[])`, null],
    [`comment on table t is 'x = ANY ((ARRAY[1])::text[])'`, null],
    [`x = ANY ((ARRAY[`, null],
  ])('%s', (text, expected) => {
    expect(withoutArrayCasts(text)).toBe(expected ?? text);
  });

  describe('on PostgreSQL', () => {
    let db: PGlite;
    beforeAll(async () => {
      db = await PGlite.create();
    });
    afterAll(() => db.close());

    test.each([
      [`role in ('admin', 'b]:: (c')`],
      [`role not in ('admin', 'b')`],
      [`role = any (array['a', 'b']::text[])`],
      [`role = any (array['a', 'b']::varchar[])`],
      [`(role in ('a', 'b') and other in ('c', 'd')) or number in (1, 2)`],
      [`other = any (array['a', role])`],
      [`letters in ('a', 'b')`],
    ])('CHECK (%s)', async (check) => {
      const made = async (text: string): Promise<string> => {
        const [, , told] = await db.exec(`drop table if exists t;
          create table t (role varchar(20), other text, letters char(3), number int, constraint c ${text});
          select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'c'`);
        return String(told?.rows[0]?.['text']);
      };
      const first = await made(`check (${check})`);
      expect(await made(withoutArrayCasts(first))).toBe(first);
    });
  });
});
