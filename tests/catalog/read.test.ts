/** What is read of what Drizzle projects hold: the same on every major, whoever reads, and whatever the names and the damage. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/catalog/kinds.ts';
import { compareCatalogs } from '../../src/compare/catalogs/catalogs.ts';
import type { Session } from '../../src/drivers/session.ts';
import type { Catalog, CatalogObject } from '../../src/model/index.ts';
import { keyOf } from '../../src/model/index.ts';
import { MAJORS } from '../majors.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { look, openAt } from './look.ts';

const RICH = readFileSync(new URL('rich.sql', import.meta.url), 'utf8');
const here = MAJORS.filter((major) => sharedServer(major) !== null);

const at = (catalog: Catalog, kind: string, id: string): CatalogObject => {
  const object = catalog.objects.get(keyOf(kind, id));
  if (!object) throw new Error(`no ${kind} ${id}`);
  return object;
};

describe.each(here)('PostgreSQL %i', (major) => {
  const server = sharedServer(major);
  let url = '';
  let session: Session;
  const run = (text: string): Promise<unknown> => session.send(text);
  /** Changes made by the text are gone afterwards. */
  const changed = async (text: string, back: string): Promise<Catalog> => {
    await run(text);
    return look(session, major).finally(() => run(back));
  };
  const differences = (a: Catalog, b: Catalog): string[] =>
    compareCatalogs(a, b, kinds).differences.map((d) => `${d.kind} ${d.id} ${d.is}: ${d.facts.map((f) => f.fact).join(', ')}`);

  beforeAll(async () => {
    if (!server) return;
    url = await createDatabase(server);
    session = await openAt(url);
    await run(RICH);
  });
  afterAll(async () => {
    await session?.close();
    if (server) await dropDatabase(server, url);
  });

  it('reads in one message, and twice the same', async () => {
    const sent = session.sent;
    const first = await look(session, major);
    expect(session.sent).toBe(sent + 1);
    expect(first.notCompared).toEqual([]);
    expect(differences(first, await look(session, major))).toEqual([]);
  });

  it('leaves out the history table with all that is its own, and its schema while nothing else is in it', async () => {
    const catalog = await look(session, major);
    expect([...catalog.objects.keys()].filter((key) => key.includes('drizzle'))).toEqual([]);
    const more = await changed(
      'create function drizzle.mine() returns int language sql as $$ select 1 $$',
      'drop function drizzle.mine',
    );
    expect([...more.objects.keys()].filter((key) => key.includes('drizzle'))).toEqual([
      'function drizzle.mine()',
      'schema drizzle',
    ]);
  });

  it('gives every object an id that PostgreSQL reads as that object', async () => {
    const { objects } = await look(session, major);
    const named = [...objects.values()].filter((o) =>
      ['table', 'view', 'materialized-view', 'sequence', 'index'].includes(o.kind),
    );
    const [result] = await session.send(
      `select string_agg(t.oid::text, ',' order by t.n) as oids from (values ${named.map((o, i) => `(${i}, '${o.id.replaceAll("'", "''")}'::regclass::oid)`).join(', ')}) t(n, oid)`,
    );
    expect(new Set(result?.rows[0]?.['oids']?.split(',')).size).toBe(named.length);
    expect(at({ objects } as Catalog, 'table', '"Weird ""x"" ünï"."tab\tle\nnl"').name).toBe('"tab\tle\nnl"');
  });

  it('takes grants that were taken back for none, and tells each that is left', async () => {
    const catalog = await look(session, major);
    expect(at(catalog, 'table', 'app.child').facts['grants']).toBeNull();
    expect(at(catalog, 'table', 'app.users').facts['grants']).toBe('PUBLIC: SELECT');
    expect(at(catalog, 'column', 'app.users.email').facts['grants']).toBe('PUBLIC: SELECT');
    expect(at(catalog, 'function', 'app.total(text)').facts['grants']).toBe('');
    expect(at(catalog, 'function', 'app.touch()').facts['grants']).toBeNull();
    expect(at(catalog, 'table', 'app.fill').facts['maintenance']).toBe(major < 17 ? null : 'PUBLIC: MAINTAIN');
    const back = 'grant execute on function app.total(text) to public';
    expect(
      at(await changed(back, 'revoke execute on function app.total(text) from public'), 'function', 'app.total(text)').facts[
        'grants'
      ],
    ).toBeNull();
  });

  it('sees no difference in what dropped columns leave behind', async () => {
    const catalog = await look(session, major);
    expect(at(catalog, 'column', 'app.gone.b').facts['position']).toBe('1');
    const again = await changed('alter table app.gone add column d int; alter table app.gone drop column d', '');
    expect(differences(catalog, again)).toEqual([]);
  });

  it('tells which foreign key nobody enforces, which index is invalid, which partition’s trigger is off', async () => {
    const catalog = await look(session, major);
    const broken = await changed(
      `alter table app.orders disable trigger all; update pg_index set indisvalid = false where indexrelid = 'app.users_lower'::regclass;
       alter table app.events_2024 disable trigger ptrig`,
      `alter table app.orders enable trigger all; update pg_index set indisvalid = true where indexrelid = 'app.users_lower'::regclass;
       alter table app.events_2024 enable trigger ptrig`,
    );
    expect(differences(catalog, broken)).toEqual([
      'constraint app.orders.orders_user_id_fkey changed: enforced',
      'index app.users_lower changed: valid',
      'trigger app.orders.ct changed: enabled',
      'trigger app.events_2024.ptrig right-only: ',
    ]);
  });

  it('reads a view and a function that lost what they stand on, and says that it did', async () => {
    await run(`create function app.lost() returns int language sql as 'select 1'; create view app.torn as select app.lost() as n;
      create materialized view app.torn_too as select app.lost() as n; create trusted language old_tongue handler plpgsql_call_handler;
      create function app.mute() returns int language old_tongue as 'body'`);
    const catalog = await changed(
      `set allow_system_table_mods = on; delete from pg_proc where proname = 'lost'; delete from pg_language where lanname = 'old_tongue'; reset allow_system_table_mods`,
      'select 1',
    );
    expect(at(catalog, 'view', 'app.torn').facts['definition']).toMatch(/^broken/);
    expect(at(catalog, 'materialized-view', 'app.torn_too').facts['definition']).toMatch(/^broken/);
    expect(at(catalog, 'function', 'app.mute()').facts['definition']).toBe('broken: its language is gone; body');
    expect(at(catalog, 'view', 'app.v1').facts['definition']).toMatch(/SELECT/);
    expect(catalog.notCompared).toContainEqual(expect.objectContaining({ what: 'the text of views', count: 2 }));
    await run(`drop view app.torn; drop materialized view app.torn_too; set allow_system_table_mods = on;
      delete from pg_depend where objid = 'app.mute'::regproc; delete from pg_proc where proname = 'mute'; reset allow_system_table_mods`);
  });

  it('reads the same for a role that may do nothing, but for the positions of sequences, which it counts', async () => {
    const role = `nobody_${randomBytes(4).toString('hex')}`;
    const catalog = await look(session, major);
    await run(`revoke usage on schema app from public; create role ${role}; set role ${role}`);
    const seen = await look(session, major).finally(() =>
      run(`reset role; grant usage on schema app to public; drop role ${role}`),
    );
    expect(seen.notCompared).toEqual([
      { what: 'positions of sequences', count: 3, why: 'this role may not read them (GRANT SELECT ON ALL SEQUENCES)' },
    ]);
    expect(differences(catalog, seen)).toEqual(['schema app changed: grants']);
    expect(at(seen, 'sequence', 'app.counter').facts['position']).not.toBeNull();
  });

  it('is right while somebody changes the schema, or says that it moved', async () => {
    const other = await openAt(url);
    const looks: Catalog[] = [];
    let done = false;
    const change = async (): Promise<void> => {
      for (let n = 0; !done; n += 1) {
        await other.send(`create table app.churn (a int, b text); create index on app.churn (lower(b)); create view app.churned as select lower(b) as l from app.churn;
          drop table app.churn cascade; comment on schema app is '${n}'`);
        await wait(150);
      }
    };
    const changing = change();
    try {
      while (looks.length < 3) looks.push(await look(session, major));
    } finally {
      done = true;
      await changing;
      await other.close();
    }
    const still = await look(session, major);
    for (const catalog of looks.filter((c) => c.notCompared.length === 0))
      expect(differences(catalog, still).filter((line) => !line.startsWith('schema app changed: comment'))).toEqual([]);
  });

  it('says so when PostgreSQL cannot write what is there, and the session goes on', async () => {
    await run(`create function app.vague(int) returns int language sql immutable as 'select $1'; create table app.hurt (a int check (app.vague(a) > 0));
      set allow_system_table_mods = on; delete from pg_proc where proname = 'vague'; reset allow_system_table_mods`);
    await expect(look(session, major)).rejects.toMatchObject({ code: 'catalog-unreadable', details: { sqlstate: 'XX000' } });
    await run(`set allow_system_table_mods = on; delete from pg_constraint where conname = 'hurt_a_check'; update pg_class set relchecks = 0 where relname = 'hurt';
      delete from pg_depend where objid not in (select oid from pg_constraint) and classid = 'pg_constraint'::regclass; reset allow_system_table_mods; drop table app.hurt`);
    expect((await look(session, major)).objects.size).toBeGreaterThan(90);
  });

  it('writes values as always, whatever the session’s settings', async () => {
    const catalog = await look(session, major);
    await run(`set datestyle = 'German'; set timezone = 'Asia/Tokyo'; set intervalstyle = 'iso_8601'; set quote_all_identifiers = on;
      set bytea_output = 'escape'; set search_path = app; set extra_float_digits = -5`);
    expect(differences(catalog, await look(session, major).finally(() => run('reset all')))).toEqual([]);
  });
});

describe('the same schema on two majors', () => {
  const [first, ...others] = here;
  const read = async (major: number): Promise<Catalog> => {
    const server = sharedServer(major);
    if (!server) throw new Error(`no server ${major}`);
    const url = await createDatabase(server);
    const session = await openAt(url);
    await session.send(RICH);
    return look(session, major).finally(async () => {
      await session.close();
      await dropDatabase(server, url);
    });
  };
  let one: Catalog;
  beforeAll(async () => {
    if (first) one = await read(first);
  });

  it.each(others)(`differs in nothing but versions on PostgreSQL %i`, async (major) => {
    const { differences, notCompared } = compareCatalogs(one, await read(major), kinds);
    expect(differences.filter((d) => d.class !== 'platform')).toEqual([]);
    expect(differences.every((d) => d.facts.every((f) => f.fact === 'version'))).toBe(true);
    expect(notCompared.every((n) => n.what.includes('views') || n.what.includes('functions'))).toBe(true);
  });
});
