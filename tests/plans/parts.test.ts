/** Into which transactions a migration is cut, and what it waits for. */
import { beforeAll, describe, expect, it } from 'vitest';
import { cut, locksOf } from '../../src/plans/parts.ts';
import { sqlParser } from '../../src/read/folder/sql-parser.ts';
import { factsOf } from '../../src/sql/facts.ts';

let parser: Awaited<ReturnType<typeof sqlParser>>;
beforeAll(async () => {
  parser = await sqlParser();
});

const BREAK = '\n--> statement-breakpoint\n';

/** Each part's text; one that stands alone begins with `!`. null: one transaction holds it all. */
function parts(...statements: string[]): string[] | string | null {
  const text = statements.join(BREAK);
  const made = cut(text, factsOf(text, parser));
  if (!made.ok) return `line ${made.line}: ${made.why}`;
  return (
    made.parts?.map((p) => `${p.alone ? '!' : ''}${text.slice(p.offset, p.offset + p.length).replaceAll(BREAK, ' | ')}`) ?? null
  );
}

describe('a migration is cut only where PostgreSQL forces it', () => {
  it('not at all when one transaction holds it', () => {
    expect(parts('create table t (id int)', 'create index on t (id)', 'savepoint s; release s')).toBeNull();
    expect(parts('')).toBeNull();
    expect(parts('-- only a comment')).toBeNull();
  });

  it('around what no transaction holds', () => {
    expect(
      parts('alter table t add a int', 'create index concurrently i on t (a)', 'alter table t add b int', 'vacuum t'),
    ).toEqual(['alter table t add a int', '!create index concurrently i on t (a)', 'alter table t add b int', '!vacuum t']);
    expect(parts('drop index concurrently i; reindex table concurrently t')).toEqual([
      '!drop index concurrently i',
      '!reindex table concurrently t',
    ]);
    expect(parts('alter table p detach partition q concurrently')).toEqual(['!alter table p detach partition q concurrently']);
  });

  it('around a DO block that commits, and not one that says so elsewhere', () => {
    const commits = 'do $$ begin insert into t values (1); commit; end $$';
    expect(parts(commits)).toEqual([`!${commits}`]);
    expect(parts("do $$ begin raise notice 'commit'; -- commit\n create temp table x (a int) on commit drop; end $$")).toBeNull();
  });

  it('at BEGIN and COMMIT of the file, which are not sent', () => {
    expect(parts('begin; create table a (i int); commit; create table b (i int)')).toEqual([
      'create table a (i int)',
      'create table b (i int)',
    ]);
    expect(parts('begin', 'create table a (i int)', 'commit')).toEqual(['create table a (i int)']);
  });

  it('behind an enum value that is used later in the file', () => {
    expect(
      parts("alter type mood add value 'glad'", 'create table t (id int)', "alter table t add m mood default 'glad'"),
    ).toEqual(["alter type mood add value 'glad' | create table t (id int)", "alter table t add m mood default 'glad'"]);
    expect(parts("alter type mood add value 'glad'", "comment on type mood is 'glad to have it'")).toBeNull();
  });

  it('and refuses what nobody could take up again', () => {
    expect(parts('create table t (id int)', 'rollback')).toMatch(/line 3: it says ROLLBACK/);
    expect(parts("create table t (id int); prepare transaction 'x'")).toMatch(/PREPARE TRANSACTION leaves/);
    expect(parts('begin; create index concurrently i on t (a); commit')).toMatch(/put it into one with BEGIN/);
  });

  it('leaves a text that does not parse to the server', () => {
    expect(parts('create index concurrently i on', 'selec 1')).toBeNull();
  });
});

describe('what others will wait for', () => {
  const needs = (...statements: string[]) => {
    const { needs: found, first } = locksOf(factsOf(statements.join(BREAK), parser).statements);
    return { first, found: found.map((n) => `${n.relation.schema}.${n.relation.name} ${n.stops}`) };
  };

  it('is each table once, with the stronger lock, and none that the file makes', () => {
    expect(
      needs(
        'create index i on a.t (x)',
        'alter table a.t add y int',
        'create table n (id int references u)',
        'drop table n, old',
      ),
    ).toEqual({
      first: true,
      found: ['a.t readers', '.u writers', '.old readers'],
    });
  });

  it('is nothing for what neither readers nor writers wait for', () => {
    expect(
      needs('alter table t validate constraint c', 'create index concurrently i on t (x)', 'insert into t values (1)'),
    ).toEqual({
      first: false,
      found: [],
    });
  });

  it('is both ends of a foreign key', () => {
    expect(needs('alter table t add constraint f foreign key (u) references u').found).toEqual(['.t writers', '.u writers']);
  });
});
