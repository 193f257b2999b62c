/** The fingerprint and the comparison are of one mind: over a walk of generated changes, whatever counts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CatalogPrint, type Counted, fingerprinting, readFingerprint } from '../../src/catalog/fingerprint.ts';
import { kinds } from '../../src/catalog/kinds.ts';
import { compareCatalogs, counting } from '../../src/compare/catalogs/catalogs.ts';
import type { Session } from '../../src/drivers/session.ts';
import type { Catalog, FactClass } from '../../src/model/index.ts';
import { random } from '../compare/random.ts';
import { MAJORS } from '../majors.ts';
import { FULL } from '../sample.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { HISTORIES, look, openAt } from './look.ts';

const here = MAJORS.filter((major) => sharedServer(major) !== null);

const BASE = `create schema app; create schema auth; create type app.mood as enum ('a', 'b');
create table app.t (id int generated always as identity, a int, b text, c text default 'x');
create table app.u (id int primary key, t int, n int check (n > 0));
alter table app.t add primary key (id); alter table app.u add constraint u_t foreign key (t) references app.t;
create index one on app.t (a); create index two on app.t (b); create index three on app.u (n);
create sequence app.s; create view app.v as select a, b from app.t; create materialized view app.m as select 1 as one;
create function app.f() returns int language sql as 'select 1';
create function app.g() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger tr before insert on app.t for each row execute function app.g();
create policy p on app.t using (a > 0); create table auth.users (id int);`;

const SWAP = 'alter index app.one rename to x; alter index app.two rename to one; alter index app.x rename to two';

/** There and back; the same text where it undoes itself. What comes back is not always as it was: the comparison knows. */
const TOGGLES: readonly (readonly [there: string, back: string])[] = [
  ['alter table app.t add d int', 'alter table app.t drop d'],
  ['alter table app.t add e int; comment on column app.t.e is $$e$$', 'alter table app.t drop e'],
  ['alter table app.u alter n type bigint', 'alter table app.u alter n type int'],
  [`alter table app.t alter c set default 'y'`, `alter table app.t alter c set default 'x'`],
  ['alter table app.t alter a set not null', 'alter table app.t alter a drop not null'],
  ['alter table app.t alter b set storage external', 'alter table app.t alter b set storage extended'],
  ['alter table app.t alter b set statistics 10', 'alter table app.t alter b set statistics -1'],
  [SWAP, SWAP],
  ['alter index app.three rename to drei', 'alter index app.drei rename to three'],
  ['create index again on app.t (a)', 'drop index app.again'],
  ['create index later on app.t (a) where a > 1; comment on index app.later is $$l$$', 'drop index app.later'],
  ['alter table app.u rename constraint u_t to fk', 'alter table app.u rename constraint fk to u_t'],
  ['alter table app.u add constraint more check (n < 9) not valid', 'alter table app.u drop constraint more'],
  ['alter table app.t cluster on t_pkey', 'alter table app.t set without cluster'],
  ['alter table app.t replica identity full', 'alter table app.t replica identity default'],
  ['alter table app.t set (fillfactor = 50)', 'alter table app.t reset (fillfactor)'],
  ['alter table app.t enable row level security', 'alter table app.t disable row level security'],
  ['alter policy p on app.t using (a > 1)', 'alter policy p on app.t using (a > 0)'],
  ['alter table app.t disable trigger tr', 'alter table app.t enable trigger tr'],
  [`comment on table app.t is 'c'`, 'comment on table app.t is null'],
  [`comment on constraint u_pkey on app.u is 'c'`, 'comment on constraint u_pkey on app.u is null'],
  [`comment on column app.v.a is 'c'`, 'comment on column app.v.a is null'],
  ['alter view app.v set (security_barrier)', 'alter view app.v reset (security_barrier)'],
  ['alter view app.v alter b set default $$b$$', 'alter view app.v alter b drop default'],
  ['refresh materialized view app.m with no data', 'refresh materialized view app.m'],
  ['grant select on app.t to public', 'revoke select on app.t from public'],
  ['grant select (a) on app.v to public', 'revoke select (a) on app.v from public'],
  ['revoke execute on function app.f() from public', 'grant execute on function app.f() to public'],
  ['grant usage on schema app to public', 'revoke usage on schema app from public'],
  [
    'alter default privileges in schema app grant select on tables to public',
    'alter default privileges in schema app revoke select on tables from public',
  ],
  [`select nextval('app.s')`, `select setval('app.s', 1, false)`],
  ['alter sequence app.s increment 2', 'alter sequence app.s increment 1'],
  [
    `create or replace function app.f() returns int language sql as 'select 2'`,
    `create or replace function app.f() returns int language sql as 'select 1'`,
  ],
  ['create function app.f(int) returns int language sql as $$ select $1 $$', 'drop function app.f(int)'],
  [`alter type app.mood rename value 'b' to 'c'`, `alter type app.mood rename value 'c' to 'b'`],
  ['create statistics app.st on a, b from app.t', 'drop statistics app.st'],
  ['create extension pg_trgm schema app', 'drop extension pg_trgm'],
  ['create table auth.more (id int)', 'drop table auth.more'],
  [`comment on table auth.users is 'c'`, 'comment on table auth.users is null'],
  ['create table if not exists app.later_ones (id int)', 'drop table app.later_ones'],
];

const CLASSES: readonly FactClass[][] = [
  [],
  ['cosmetic'],
  ['access', 'position'],
  ['access', 'position', 'cosmetic', 'platform'],
];
const PROVIDED = ['auth'];

/** A provider's schema, as where its roles are. */
const provided = (catalog: Catalog): Catalog => ({
  ...catalog,
  objects: new Map([...catalog.objects].map(([key, o]) => [key, { ...o, platform: PROVIDED.includes(o.facts['schema'] ?? '') }])),
});

const print = async (session: Session, major: number, counted: Counted): Promise<CatalogPrint> => {
  const results = await session.send(fingerprinting({ major, histories: HISTORIES }, kinds, counted));
  return readFingerprint(results.find((r) => r.tag.startsWith('SELECT'))?.rows ?? []);
};

describe.each(here)('PostgreSQL %i', (major) => {
  const server = sharedServer(major);
  let url = '';
  let session: Session;
  beforeAll(async () => {
    if (!server) return;
    url = await createDatabase(server);
    session = await openAt(url);
    await session.send(BASE);
  });
  afterAll(async () => {
    await session?.close();
    if (server) await dropDatabase(server, url);
  });

  it('has equal hashes exactly where nothing that counts differs', async () => {
    const { below } = random(major);
    const there = new Set<number>();
    const states: { catalog: Catalog; prints: CatalogPrint[] }[] = [];
    for (let step = 0; step < (FULL ? 150 : major === here[0] ? 24 : 12); step += 1) {
      if (step > 0) {
        const n = below(TOGGLES.length);
        const [to, back] = TOGGLES[n] ?? ['', ''];
        await session.send(there.has(n) ? back : to);
        if (!there.delete(n)) there.add(n);
      }
      const prints: CatalogPrint[] = [];
      for (const classes of CLASSES)
        prints.push(await print(session, major, { classes, deep: 'objects', provided: [{ roles: [], schemas: PROVIDED }] }));
      states.push({ catalog: provided(await look(session, major)), prints });
    }
    const wrong: unknown[] = [];
    let equal = 0;
    for (const [i, a] of states.entries()) {
      for (const b of states.slice(0, i)) {
        const { differences } = compareCatalogs(a.catalog, b.catalog, kinds);
        for (const [c, classes] of CLASSES.entries()) {
          const counted = counting(differences, new Set<FactClass>(['structural', ...classes]));
          const [one, other] = [a.prints[c], b.prints[c]];
          if (!one || !other) throw new Error('a print is missing');
          const differing = kinds.map((k) => k.name).filter((k) => one.kinds.get(k) !== other.kinds.get(k));
          const told = [...new Set(counted.map((d) => d.kind))].sort();
          if (told.length === 0) equal += 1;
          if ((one.whole === other.whole) !== (told.length === 0) || differing.join() !== told.join())
            wrong.push({ classes, differing, told, counted });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(equal).toBeGreaterThan(0);
  });

  it('has one hash for each object, and as many as there are', async () => {
    const { objects } = await look(session, major);
    const deep = await print(session, major, { classes: ['access', 'cosmetic', 'platform', 'position'], deep: 'objects' });
    expect(deep.objects.map((o) => `${o.kind} ${o.id}`).sort()).toEqual([...objects.keys()].sort());
    expect((await print(session, major, { classes: ['access', 'cosmetic', 'platform', 'position'] })).whole).toBe(deep.whole);
    expect((await print(session, major, {})).kinds.size).toBe(0);
  });

  it('leaves a provider’s schemas out only where all of its roles are', async () => {
    const [superuser] = (await session.send('select current_user::text as name'))[0]?.rows ?? [];
    const here = superuser?.['name'] ?? '';
    for (const classes of CLASSES) {
      const withRoles = (...roles: string[]) =>
        print(session, major, { classes, provided: [{ roles, schemas: PROVIDED }], deep: 'kinds' });
      const hosted = await withRoles();
      const elsewhere = await print(session, major, { classes, deep: 'kinds' });
      expect(await withRoles(here)).toEqual(hosted);
      expect(await withRoles(here, 'no role is called so')).toEqual(elsewhere);
      // Where they count, all of it does.
      expect(elsewhere.whole === hosted.whole).toBe(classes.includes('platform'));
    }
  });

  it('is in one encoding and under one setting', async () => {
    const before = await print(session, major, {});
    await session.send(`set datestyle = 'German'; set search_path = app`);
    expect(await print(session, major, {})).toEqual(before);
  });
});

describe('the same schema on two majors', () => {
  const prints = new Map<number, CatalogPrint>();
  const [first, ...others] = here;
  beforeAll(async () => {
    for (const major of here) {
      const server = sharedServer(major);
      if (!server) continue;
      const url = await createDatabase(server);
      const session = await openAt(url);
      await session.send(BASE);
      // Views are left out where another major is compared with, and rights that the older does not know.
      prints.set(
        major,
        await print(session, major, {
          comparedWith: Math.min(...here.filter((m) => m !== major)),
          classes: ['access'],
          deep: 'kinds',
        }),
      );
      await session.close();
      await dropDatabase(server, url);
    }
  });

  it.each(others)('has the fingerprint on PostgreSQL %i too', (major) => {
    expect(prints.get(major)).toEqual(prints.get(first ?? 0));
  });
});
