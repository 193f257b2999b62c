/** Roles, standbys, names and passwords that a runner has to get along with. */
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { FULL } from '../sample.ts';
import { createDatabase, dropDatabase, freshName } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { stockMigrate } from '../stock.ts';
import { makeHistory } from './histories.ts';
import { makeProject } from './project.ts';
import { cli } from './runner.ts';
import { sql } from './sql.ts';
import { makeStage, type Stage } from './stage.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: roles were not tried', () => undefined);

const LINES = FULL ? (['0.x', '1.0'] as const) : (['0.x'] as const);
const TEXTS = ['CREATE TABLE "t" ("id" integer);', 'CREATE TABLE "u" ("id" integer);'];

describe.skipIf(server === null).each(LINES)('%s', (line) => {
  const roles: string[] = [];
  const made: Stage[] = [];
  const stageOf = async (texts: readonly (string | string[])[] = TEXTS): Promise<Stage> => {
    if (!server) throw new Error('no server');
    const stage = await makeStage(line, server, texts);
    made.push(stage);
    return stage;
  };
  /** The URL of a new role. */
  const role = async (stage: Stage, name: string, password: string, grants: string): Promise<string> => {
    roles.push(name);
    const quoted = pg.escapeIdentifier(name);
    await stage.at.query(
      `create role ${quoted} login password ${pg.escapeLiteral(password)}; ${grants.replaceAll('ROLE', quoted)}`,
    );
    const url = new URL(stage.at.url);
    url.username = encodeURIComponent(name);
    url.password = encodeURIComponent(password);
    return url.href;
  };
  const all = 'grant all on schema public to ROLE; grant create on database DB to ROLE';
  const allOn = (stage: Stage): string =>
    all.replace('DB', pg.escapeIdentifier(decodeURIComponent(new URL(stage.at.url).pathname.slice(1))));

  afterAll(async () => {
    for (const stage of made) await stage.remove();
    for (const name of roles) if (server) await sql(server.url(), `drop role if exists ${pg.escapeIdentifier(name)}`);
  });

  test(`a role that may only read, ${line}`, async () => {
    const stage = await stageOf();
    const [first] = stage.project.history.migrations;
    if (first) stage.project.put([first]);
    expect((await stage.migrate()).exit).toBe(0);
    const reads = 'grant usage on schema drizzle to ROLE; grant select on drizzle.__drizzle_migrations to ROLE';
    stage.project.aim(await role(stage, freshName(), 'reads', reads));
    const nothing = await stage.migrate();
    expect(nothing.exit, nothing.text).toBe(0);
    stage.project.put(stage.project.history.migrations);
    const pending = await stage.migrate();
    expect(pending.exit, pending.text).toBe(2);
    expect(pending.text).toMatch(/42501|may not|not write/);
    expect((await stage.look()).rows).toHaveLength(1);
  });

  test(`a role with timeouts of its own, ${line}`, async () => {
    const stage = await stageOf([...TEXTS, ['SELECT pg_sleep(0.5);', 'CREATE TABLE "v" ("id" integer);']]);
    const name = freshName();
    const impatient = `alter role ROLE set statement_timeout = 100; alter role ROLE set lock_timeout = 10; alter role ROLE set idle_in_transaction_session_timeout = 100`;
    stage.project.aim(await role(stage, name, 'quick', `${allOn(stage)}; ${impatient}`));
    const said = await stage.migrate();
    expect(said.exit, said.text).toBe(0);
    expect((await stage.look()).rows).toHaveLength(3);
  });

  const AWKWARD = `p@s:s/?#[w]%41 "ü\\'$&`;
  test(`a password with special characters is never seen, ${line}`, async () => {
    const stage = await stageOf([...TEXTS, ['SELECT 1 / 0;']]);
    const url = await role(stage, freshName(), AWKWARD, allOn(stage));
    const outputs: string[] = [];
    const say = async (at: string, ...args: string[]): Promise<number> => {
      stage.project.aim(at);
      const ways = FULL ? [['--verbose'], ['--json'], []] : [['--verbose']];
      const said = await Promise.all(ways.map((way) => cli(stage.project.folder, [...args, ...way]).ended));
      outputs.push(...said.map(({ text }) => text));
      return said[0]?.exit ?? -1;
    };
    expect(await say(url, 'migrate')).toBeGreaterThan(1);
    expect(outputs[0]).toContain('22012');
    const wrongly = new URL(url);
    wrongly.password = encodeURIComponent(`${AWKWARD}x`);
    expect(await say(wrongly.href, 'migrate')).toBe(2);
    expect(await say(url.replace(/:\d+\//, ':1/'), 'migrate')).toBe(2);
    expect(await say(url.replace(encodeURIComponent(AWKWARD), AWKWARD), 'migrate')).toBe(2);
    await say(url, 'status');
    const forms = [AWKWARD, encodeURIComponent(AWKWARD)].flatMap((form) =>
      Array.from({ length: form.length - 7 }, (_, at) => form.slice(at, at + 8)),
    );
    expect(forms.filter((part) => outputs.some((text) => text.includes(part)))).toEqual([]);
  });

  test(`hostile names everywhere, ${line}`, async () => {
    if (!server) return;
    // The stock migrator's driver does not decode ; / ? : @ & = + $ , # in a database's name.
    const name = `we"ird drop -- ${freshName()} ü'%s`;
    const url = await createDatabase(server, { name });
    const table = { schema: `my "schema"; --`, table: `his'tory %s $1` };
    const project = makeProject(makeHistory({ line, seed: 33, length: 6 }), { migrations: table }, `tide "mark'; $(x) &`);
    try {
      project.aim(url);
      const said = await cli(project.folder).ended;
      expect(said.exit, said.text).toBe(0);
      const at = `${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.table)}`;
      expect(await sql(url, `select * from ${at}`)).toHaveLength(6);
      const stock = await stockMigrate(line, project.folder, 'drizzle', { url }, table);
      expect(stock.error).toBeNull();
      expect(await sql(url, `select * from ${at}`)).toHaveLength(6);
      expect(await sql(url, 'select from counted')).toHaveLength(
        (await sql(url, 'select distinct migration from counted')).length,
      );
    } finally {
      project.remove();
      await dropDatabase(server, url);
    }
  });
});
