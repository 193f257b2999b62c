/** Tables that teams made for runners of their own: whatever they call their columns, rows and files find each other. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../src/base/fingerprint.ts';
import type { LegacyHistory } from '../../src/model/index.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { CONFIG, execute, legaciesOf, told } from './project.ts';

const server = sharedServer(15);

const FILES: readonly string[] = [
  'int/migrations/001_anna.sql',
  'int/migrations/002_bert.sql',
  'int/migrations/010_carl.sql',
  'file/sql/0001_dora.sql',
  'file/sql/0002_emil.sql',
  'file/sql/0002_emil.down.sql',
  'bare/migrations/1_fritz.sql',
  'bare/migrations/2_gerda.sql',
  'bare/migrations/10_hans.sql',
  'flags/migrations/V7__ida.sql',
  'flags/migrations/V8__jost.sql',
  'path/db/20240101120000-karl.sql',
  'path/db/20240102120000-lena.sql',
  'twins/migrations/031_moritz.sql',
  'twins/migrations/031_nora.sql',
  'names/changes/otto.sql',
  'names/changes/paula.sql',
  'back/migrations/901_quirin.sql',
];

const SQL = `
create table schema_migrations (version int primary key, applied_at timestamp);
insert into schema_migrations values (1, '2024-01-01'), (10, '2024-01-02'), (77, '2024-01-03');
create schema app;
create table app.migrations (id serial primary key, filename text, executed_at timestamptz);
insert into app.migrations (filename, executed_at) values ('0001_dora.sql', '2024-01-01 12:00+02'), ('0002_emil.sql', '2024-01-02 12:00+02');
create table _migrations (name text primary key, run_at timestamp, checksum text);
insert into _migrations values ('1_fritz', '2024-01-01', '${sha256('select 1; -- bare/migrations/1_fritz.sql\n')}'), ('2_gerda', '2024-01-02', '${sha256('another')}');
create table migration_history (version text, "isApplied" boolean, "appliedAt" timestamp);
insert into migration_history values ('V7__ida', true, '2024-01-01'), ('V8__jost', false, '2024-01-02');
create table applied_migrations (migration text primary key);
insert into applied_migrations values ('path/db/20240101120000-karl.sql');
create table db_migrations (version text primary key);
insert into db_migrations values ('31');
create table schema_history (key text primary key, created_at timestamp);
insert into schema_history values ('otto', null), ('gone.sql', null);
create table sql_migrations (version text, direction text, rolled_back_at timestamp);
insert into sql_migrations values ('901', 'up', '2024-05-05');
create table bird_migrations (id serial primary key, species text, created_at timestamp, km int);
create table data_migrations (id int, name text, created_at timestamp);
insert into data_migrations values (1, 'a stork', now());
`;

describe.skipIf(server === null)('hand-made', () => {
  let url: string;
  let dir: string;
  let read: LegacyHistory[] = [];

  beforeAll(async () => {
    if (!server) return;
    url = await createDatabase(server);
    dir = mkdtempSync(join(tmpdir(), 'tidemark-legacy-'));
    for (const path of FILES) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), `select 1; -- ${path}\n`);
    }
    writeFileSync(join(dir, 'drizzle.config.json'), JSON.stringify(CONFIG));
    await execute(url, SQL);
    const histories = (await legaciesOf(dir, { dev: url })).get('dev');
    if (!histories?.ok) throw new Error(histories?.why);
    read = histories.value;
  });

  afterAll(async () => {
    rmSync(dir, { recursive: true, force: true });
    if (server) await dropDatabase(server, url);
  });

  test('each table finds its folder', () => {
    expect(read.flatMap(told).join('\n')).toMatchInlineSnapshot(`
      "plain SQL: app.migrations, file/sql
        file/sql/0001_dora.sql [0001] recorded, row 1 at 2024-01-01 10:00:00+00
        file/sql/0002_emil.sql [0002] recorded, row 2 at 2024-01-02 10:00:00+00
      plain SQL: public._migrations, bare/migrations
        bare/migrations/1_fritz.sql [1] recorded, row 1 at 2024-01-01 00:00:00
        bare/migrations/2_gerda.sql [2] recorded, row 2 at 2024-01-02 00:00:00, edited
        bare/migrations/10_hans.sql [10] not-recorded, no row
        note: bare/migrations/2_gerda.sql is not the text that was recorded
      plain SQL: public.applied_migrations, path/db
        path/db/20240101120000-karl.sql [20240101120000] recorded, row 1
        path/db/20240102120000-lena.sql [20240102120000] not-recorded, no row
      plain SQL: public.db_migrations, twins/migrations
        twins/migrations/031_moritz.sql [031] recorded, row 1
        twins/migrations/031_nora.sql [031] recorded, row 1
        note: version 031 has 2 files: twins/migrations/031_moritz.sql, twins/migrations/031_nora.sql
        note: the row 31 fits twins/migrations/031_moritz.sql, twins/migrations/031_nora.sql alike
      plain SQL: public.migration_history, flags/migrations
        flags/migrations/V7__ida.sql [7] recorded, row 1 at 2024-01-01 00:00:00
        flags/migrations/V8__jost.sql [8] not-recorded, row 2 at 2024-01-02 00:00:00, (its isApplied is false)
        note: V8__jost: its isApplied is false
      plain SQL: public.schema_history, names/changes
        names/changes/otto.sql [null] recorded, row 1
        names/changes/paula.sql [null] not-recorded, no row
        orphan row 2 null gone.sql
        note: rows without a file: gone.sql
      plain SQL: public.schema_migrations, int/migrations
        int/migrations/001_anna.sql [001] recorded, row 1 at 2024-01-01 00:00:00
        int/migrations/002_bert.sql [002] not-recorded, no row
        int/migrations/010_carl.sql [010] recorded, row 2 at 2024-01-02 00:00:00
        orphan row 3 77 null
        note: not recorded although a later file is: int/migrations/002_bert.sql
        note: rows without a file: 77
      plain SQL: public.sql_migrations, back/migrations
        back/migrations/901_quirin.sql [901] not-recorded, row 1, (its rolled_back_at is 2024-05-05 00:00:00)
        note: 901: its rolled_back_at is 2024-05-05 00:00:00"
    `);
  });

  test('a table about birds is none', () => {
    expect(read.map(({ table }) => table?.name)).not.toContain('bird_migrations');
    expect(read.map(({ table }) => table?.name)).not.toContain('data_migrations');
  });
});
