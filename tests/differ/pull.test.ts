/** What the stock `drizzle-kit pull` loses of a database, and that our statements from nothing do not: one fault each. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/catalog/kinds.ts';
import { compareCatalogs } from '../../src/compare/catalogs/catalogs.ts';
import { weighing } from '../../src/compare/catalogs/way-proof.ts';
import { openSession } from '../../src/drivers/index.ts';
import type { Catalog } from '../../src/model/index.ts';
import { baselineText } from '../../src/plans/files/baseline-files.ts';
import { readCatalog } from '../../src/read/database/catalog.ts';
import { readFacts, statementsBetween } from '../../src/read/way/differ.ts';
import { piecesOf } from '../../src/sql/breakpoints.ts';
import { environmentOf, READ } from '../drivers/environment.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { kit, stockMigrate, stockProject } from '../stock.ts';

const MAJOR = 15;
const server = sharedServer(MAJOR);
const SCOPE = { histories: [{ schema: 'drizzle', name: '__drizzle_migrations' }], access: true };

const LIVE = `
create schema shop;
create type mood as enum ('sad', 'it''s ok', 'happy');
create type shop.size as enum ('s', 'm');
create table checks (id integer, constraint once check (id <> 5) no inherit);
create table defaults (id integer, tags text[] default array['a', 'b']);
create table shop.shirts (id integer, size shop.size not null default 'm', sizes shop.size[]);
create table guarded (id integer primary key, owner text);
alter table guarded enable row level security;
alter table guarded force row level security;
create policy mine on guarded as restrictive for update using (owner = current_user) with check (length(owner) > 2);
create policy "see all" on guarded for select to pg_monitor using (true);
create table kinds (id integer, a integer, b text collate "C", during tstzrange, exclude using gist (during with &&));
create unique index kinds_a on kinds (a) include (b) where a > 0;
alter table kinds add constraint to_guarded foreign key (a) references guarded (id) deferrable initially deferred;
create function twice(n integer) returns integer language sql as 'select 2 * n';
`;

describe.skipIf(server === null)('drizzle-kit pull, and our statements', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'tidemark-pull-'));
  const urls: string[] = [];
  let pulledText = '';
  let ourText = '';
  /** What each of the two left otherwise, by the table or type that it is about. */
  let theirs: string[] = [];
  let ours: string[] = [];

  beforeAll(async () => {
    if (!server) return;
    for (let i = 0; i < 4; i += 1) urls.push(await createDatabase(server));
    const [live = '', pulled = '', made = ''] = urls;
    await run(live, [LIVE]);
    const goal = await catalog(live);

    await stockProject('0.x', cwd);
    const config = { dialect: 'postgresql', out: './out', schemaFilter: ['public', 'shop'], dbCredentials: { url: live } };
    writeFileSync(join(cwd, 'drizzle.config.json'), JSON.stringify(config));
    await kit('0.x', cwd, ['pull', '--config', 'drizzle.config.json']);
    const file = readdirSync(join(cwd, 'out')).find((name) => name.endsWith('.sql')) ?? '';
    pulledText = readFileSync(join(cwd, 'out', file), 'utf8');
    await run(
      pulled,
      piecesOf(pulledText.slice(pulledText.indexOf('/*') + 2, pulledText.lastIndexOf('*/'))).map((p) => p.text),
    );
    theirs = weighed(await catalog(pulled), goal);

    const way = await statementsBetween(await facts(made), await facts(live), SCOPE);
    ourText = baselineText(way.statements, true);
    expect(
      await run(
        made,
        piecesOf(ourText).map((p) => p.text),
      ),
    ).toEqual([]);
    ours = weighed(await catalog(made), goal);
  });
  afterAll(async () => {
    if (server) for (const url of urls) await dropDatabase(server, url);
    rmSync(cwd, { recursive: true, force: true });
  });

  it('its first migration is one comment, which its own breakpoints cut', async () => {
    const { error } = await stockMigrate('0.x', cwd, 'out', { url: urls[3] ?? '' });
    expect(error).toContain('unterminated /* comment');
    expect(ourText).not.toContain('/*');
  });

  it.each([
    ['a check', 'table public.checks'],
    ['a default', 'table public.defaults'],
    ['an enum of another schema', 'table shop.shirts'],
    ['what the second policy says', 'policy public.guarded.mine'],
    ['row level security that is forced', 'table public.guarded'],
    ['an exclusion constraint', 'constraint public.kinds.kinds_during_excl'],
    ['that a foreign key is deferrable', 'constraint public.kinds.to_guarded'],
    ['what an index includes', 'index public.kinds_a'],
    ['a collation', 'column public.kinds.b'],
    ['a function', 'function public.twice(integer)'],
  ])('it loses %s', (_, object) => {
    expect(theirs).toContain(object);
    expect(ours).not.toContain(object);
  });

  it('and ours lose nothing', () => {
    expect(ours).toEqual([]);
  });
});

const weighed = (left: Catalog, right: Catalog): string[] =>
  weighing(compareCatalogs(left, right, kinds), ['structural', 'access', 'cosmetic']).map((d) => `${d.kind} ${d.id}`);

/** Each by itself; gives what was refused. */
async function run(url: string, texts: readonly string[]): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  const refused: string[] = [];
  for (const text of texts) await client.query(text).catch((error: Error) => refused.push(error.message));
  await client.end();
  return refused;
}

async function facts(url: string) {
  const session = await openSession(environmentOf('pg', url), READ);
  return readFacts({ send: (text) => session.send(text), keeps: true }).finally(() => session.close());
}

async function catalog(url: string): Promise<Catalog> {
  const session = await openSession(environmentOf('pg', url), READ);
  const options = { histories: SCOPE.histories, versionNumber: MAJOR * 10_000, engine: 'PostgreSQL' };
  return readCatalog((text) => session.send(text), options).finally(() => session.close());
}
