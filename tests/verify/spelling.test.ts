/** Views, rules and bodies that every major writes in its own way: compared all the same, and a change by hand is seen. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { audit, diff, verify } from '../../src/index.ts';
import { MAJORS } from '../majors.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { stockMigrate } from '../stock.ts';

/** Also what PostgreSQL writes otherwise after it has read its own words once: IN over a varchar. */
const FIRST = [
  'create table people (id integer primary key, name varchar(40) not null, kind varchar(10), at timestamptz default now())',
  'create table notes (id serial primary key, person integer not null references people, body text)',
  `create view named as select p.id, p.name, n.body from people p join notes n on n.person = p.id where p.kind in ('a', 'b')`,
  'create view counted as select id, name, (select count(*) from notes where notes.person = people.id) as notes from people group by id',
  'create view upon as select x.name, count(*) from named x group by x.name having count(*) > 1',
  "create view one as select id, name from people where at > now() - interval '1 day'",
  'create materialized view kept as select kind, max(at) as newest from people group by kind',
  'create rule seen as on update to notes do also insert into notes (person, body) values (new.person, old.body)',
  'create function called(who integer) returns bigint language sql stable begin atomic select count(*) from notes where person = who; end',
];
const SECOND = [
  "create view later as select id from people where kind = 'z'",
  "create or replace view one as select id, name from people where at > now() - interval '2 days'",
];

// BEGIN ATOMIC came with 14.
// As on a machine without PostgreSQL's programs: PGlite stands in for every major.
vi.mock('../../src/read/shadow/binaries.ts', () => ({ findBinaries: () => [] }));

const servers = MAJORS.filter((m) => m < 18).flatMap((major) => sharedServer(major) ?? []);

const newest = sharedServer(18);

describe.skipIf(servers.length === 0).each(servers.map((s) => s.major))('PostgreSQL %i against PGlite', (major) => {
  const cwd = mkdtempSync(join(tmpdir(), 'tidemark-spelling-'));
  const server = sharedServer(major);
  let url = '';

  const sql = async (...texts: string[]): Promise<void> => {
    const client = new pg.Client(url);
    await client.connect();
    for (const text of texts) await client.query(text);
    await client.end();
  };
  const texts = (lines: { what: string }[]): string[] => lines.map((n) => n.what).filter((w) => w.startsWith('texts'));

  beforeAll(async () => {
    if (!server) return;
    url = await createDatabase(server);
    mkdirSync(join(cwd, 'drizzle/meta'), { recursive: true });
    const entries = [FIRST, SECOND].map((statements, idx) => {
      const tag = `000${idx}_m`;
      writeFileSync(join(cwd, 'drizzle', `${tag}.sql`), statements.join(';\n--> statement-breakpoint\n'));
      return { idx, version: '7', when: 1_700_000_000_000 + idx, tag, breakpoints: true };
    });
    writeFileSync(join(cwd, 'drizzle/meta/_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
    writeFileSync(join(cwd, 'schema.ts'), 'export {};\n');
    writeFileSync(
      join(cwd, 'drizzle.config.json'),
      JSON.stringify({ dialect: 'postgresql', schema: './schema.ts', out: './drizzle', dbCredentials: { url } }),
    );
    expect((await stockMigrate('0.x', cwd, 'drizzle', { url })).error).toBe(null);
  });

  afterAll(async () => {
    if (server) await dropDatabase(server, url);
    rmSync(cwd, { recursive: true, force: true });
  });

  test('nothing differs and no text is left out', async () => {
    const { data, exit, verdict } = await verify({ cwd });
    const [environment] = data.environments;
    expect(environment?.differences.filter((d) => d.class === 'structural')).toEqual([]);
    expect(texts(environment?.notCompared ?? [])).toEqual([]);
    expect(environment?.respelledOn).toContain('18');
    expect(exit, verdict).toBe(0);
    const name = environment?.name ?? '';
    const between = await diff(name, 'migrations', { cwd });
    expect(between.data.differences.filter((d) => d.class === 'structural')).toEqual([]);
    expect(texts(between.data.notCompared)).toEqual([]);
    expect(between.data.left?.notes.join()).toContain('written anew');
    const audited = await audit({ cwd });
    const [own] = audited.data.environments[0]?.audits ?? [];
    const verdicts = own?.migrations[0]?.statements.map((s) => s.verdict);
    expect(verdicts?.filter((v) => v === 'executed').length).toBeGreaterThanOrEqual(FIRST.length - 2);
    expect(verdicts).not.toContain('not-executed');
    expect(own?.migrations[1]?.statements.map((s) => s.verdict)).toEqual(['executed', 'executed']);
    expect(texts(own?.notCompared ?? [])).toEqual([]);
  });

  test.skipIf(newest === null)('two environments on two majors are alike', async () => {
    if (!newest) return;
    const other = await createDatabase(newest);
    const config = join(cwd, 'tidemark.config.json');
    try {
      await stockMigrate('0.x', cwd, 'drizzle', { url: other });
      writeFileSync(config, JSON.stringify({ environments: { old: { url }, new: { url: other } } }));
      const { data } = await diff('old', 'new', { cwd });
      expect(data.differences.filter((d) => d.class === 'structural')).toEqual([]);
      expect(texts(data.notCompared)).toEqual([]);
      expect(data.left?.notes.join()).toContain('written anew');
    } finally {
      rmSync(config);
      await dropDatabase(newest, other);
    }
  });

  test('a view, a materialized view, a rule and a body that were changed by hand are seen', async () => {
    await sql(
      `create or replace view named as select p.id, p.name, n.body from people p join notes n on n.person = p.id where p.kind in ('a', 'c')`,
      'drop materialized view kept',
      'create materialized view kept as select kind, min(at) as newest from people group by kind',
      'create or replace rule seen as on update to notes do also nothing',
      'create or replace function called(who integer) returns bigint language sql stable begin atomic select count(*) from notes where person <> who; end',
      "create or replace view one as select id, name from people where at > now() - interval '1 day'",
      'create view by_hand as select 1 as one',
    );
    const { data } = await verify({ cwd });
    const told = data.environments[0]?.differences
      .filter((d) => d.class === 'structural')
      .map((d) => `${d.is} ${d.kind} ${d.id}`);
    expect(told?.sort()).toEqual([
      'changed function public.called(integer)',
      'changed materialized-view public.kept',
      'changed rule public.notes.seen',
      'changed view public.named',
      'changed view public.one',
      'right-only view public.by_hand',
    ]);
    const audited = await audit({ cwd });
    const second = audited.data.environments[0]?.audits[0]?.migrations[1];
    expect(second?.statements.map((s) => s.verdict)).toEqual(['executed', 'not-executed']);
  });

  test('a view that cannot be made here stays not compared', async () => {
    await sql(
      'alter table people add column more text',
      'create or replace view later as select id from people where more is null',
    );
    const { data } = await verify({ cwd });
    expect(data.environments[0]?.differences.map((d) => d.id)).not.toContain('public.later');
    expect(texts(data.environments[0]?.notCompared ?? [])).toEqual(['texts of views']);
  });
});
