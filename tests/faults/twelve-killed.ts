/** Cases a, b, c and l: killed runners, a terminated backend, a lost reply to COMMIT. */
import type { Line } from '../../src/model/project.ts';
import { FULL } from '../sample.ts';
import type { Server } from '../servers.ts';
import { historyOf } from './histories.ts';
import { judgeEnd, look, quiet } from './oracle.ts';
import { makePlace, playPoint } from './point.ts';
import { startProxy } from './proxy.ts';
import { cli, inProcess, type Runner } from './runner.ts';
import { link, until } from './sql.ts';
import { inGate, makeStage, WHILE_GATE } from './stage.ts';
import { type Verdict, verdict } from './verdict.ts';

const step = (i: number): string[] => [
  `${i === 0 ? 'CREATE TABLE "counted" ("migration" text NOT NULL);\n' : ''}CREATE TABLE "t_${i}" ("id" integer PRIMARY KEY, "n" integer);`,
  `INSERT INTO "t_${i}" SELECT g, g FROM generate_series(1, 200) AS g;`,
  `CREATE INDEX "t_${i}_n" ON "t_${i}" ("n");`,
  `INSERT INTO "counted" VALUES ('step_${i}');`,
];

/** Every rerun ends in the right schema, each migration applied once, history right; partial: a second rerun was needed. */
export async function a(line: Line, server: Server): Promise<Verdict> {
  const history = historyOf(
    line,
    Array.from({ length: 30 }, (_, i) => step(i)),
  );
  const place = await makePlace(history, server, true);
  try {
    const proxy = await startProxy(server.port);
    place.project.aim(proxy.through(place.at.url));
    await inProcess(place.project.folder);
    await proxy.close();
    const points = FULL ? 8 : 2;
    const fails: string[] = [];
    const parts: string[] = [];
    for (let i = 1; i <= points; i += 1) {
      let runner: Runner | null = null;
      const kill = async (): Promise<void> => {
        runner?.signal('SIGKILL');
        await runner?.ended;
      };
      const run = (folder: string) => {
        runner = cli(folder);
        return runner.ended;
      };
      const n = Math.round((i * proxy.messages) / (points + 1));
      const { wrong } = await playPoint(place, n, {
        fault: { kind: i % 2 === 0 ? 'before' : 'after', act: kill },
        run,
        lost: true,
      });
      if (wrong.length === 0) continue;
      await inProcess(place.project.folder);
      const mended = judgeEnd(place.at, await look(place.at), place.expected).length === 0;
      (mended ? parts : fails).push(...wrong);
    }
    return verdict(fails, parts, [`${points} kills over ${proxy.messages} messages`]);
  } finally {
    await place.remove();
  }
}

/** Non-zero exit, no half migration, the rerun starts that migration again. */
export async function b(line: Line, server: Server): Promise<Verdict> {
  const half = [`CREATE TABLE "half" ("id" integer);`, WHILE_GATE, `CREATE TABLE "other_half" ("id" integer);`];
  const stage = await makeStage(line, server, [step(0), half, step(2)]);
  try {
    await stage.at.query('create table gate ()');
    const runner = stage.start();
    await until('the migration runs', 20_000, async () => (await stage.at.query(inGate)).length > 0);
    await stage.at.query(`select pg_terminate_backend(pid) from (${inGate}) as ours`);
    const said = await runner.ended;
    const seen = await stage.look();
    await stage.at.query('drop table gate');
    const again = await stage.quickly();
    const end = await stage.look();
    const fails: string[] = [];
    if (said.exit === 0) fails.push('exit 0');
    if (seen.rows.length !== 1 || seen.state.includes('half')) fails.push(`half a migration: ${seen.rows.length} rows`);
    if (again.exit !== 0 || end.rows.length !== 3 || !end.state.includes('other_half'))
      fails.push(`the rerun: [${again.exit}] ${again.text}`);
    return verdict(fails, [], [`[${said.exit}] ${said.text.trim()}`]);
  } finally {
    await stage.remove();
  }
}

/**
 * Non-zero exit, reruns end right. Exit 0 passes where the outcome was looked up: everything is in, and it says so
 * (a tool that reads it as "failed" would be wrong the other way).
 */
export async function c(line: Line, server: Server): Promise<Verdict> {
  const place = await makePlace(historyOf(line, [0, 1, 2].map(step)), server);
  try {
    const fails: string[] = [];
    const exits: number[] = [];
    for (const { name } of place.project.history.migrations) {
      // The row of 0.x holds no name, the text of the migration does.
      const own = `INSERT INTO "counted" VALUES ('${name.slice(name.indexOf('step_'))}')`;
      const at = (text: string): boolean => text.includes(own) && text.trimEnd().endsWith('commit');
      const { said, wrong, fired } = await playPoint(place, at, {
        fault: { kind: 'lost' },
        run: (folder) => (FULL ? cli(folder).ended : inProcess(folder)),
        lost: true,
      });
      if (fired === null) fails.push(`${name} was not sent with its COMMIT`);
      fails.push(...wrong);
      exits.push(said?.exit ?? -1);
    }
    return verdict(fails, [], [`exits ${exits.join(', ')}`]);
  } finally {
    await place.remove();
  }
}

/** The rerun starts it again; FAIL: something left behind stops it. */
export async function l(line: Line, server: Server): Promise<Verdict> {
  const repeatable = [`DROP INDEX CONCURRENTLY IF EXISTS "t_0_alone";`, `CREATE INDEX CONCURRENTLY "t_0_alone" ON "t_0" ("n");`];
  const stage = await makeStage(line, server, [step(0), repeatable]);
  try {
    await stage.prepare(1);
    // A writer that comes just before the build: the build has to wait for it, and is killed while it does.
    const writer = link(stage.at.url);
    const at = (text: string): boolean => text.includes('CREATE INDEX CONCURRENTLY "t_0_alone"');
    const act = async (): Promise<void> => void (await writer.query('begin; update t_0 set n = n'));
    const proxy = await startProxy(server.port, { fault: { at, kind: 'before', act } });
    stage.project.aim(proxy.through(stage.at.url));
    const runner = stage.start();
    const outcome = await Promise.race([runner.ended, proxy.hit.then(() => null)]);
    if (outcome) return verdict([`it did not run: [${outcome.exit}] ${outcome.text.trim()}`]);
    const building = `select from pg_stat_activity where datname = current_database() and state = 'active' and query like 'CREATE INDEX CONCURRENTLY%'`;
    await until('the index is being built', 15_000, async () => (await stage.at.query(building)).length > 0);
    runner.signal('SIGKILL');
    await runner.ended;
    await proxy.close();
    await writer.end();
    stage.project.aim(stage.at.url);
    const again = await stage.quickly();
    await quiet(stage.at);
    const end = await stage.look();
    const right = end.rows.length === 2 && end.state.includes('t_0_alone') && !end.state.includes('not valid');
    return verdict(again.exit === 0 && right ? [] : [`the rerun: [${again.exit}] ${again.text.trim()}`]);
  } finally {
    await stage.remove();
  }
}
