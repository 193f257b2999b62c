/** Cases d, g and j: many runners, a locked table, a standby, no server, a full disk. */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, rmSync, statSync } from 'node:fs';
import type { Line } from '../../src/model/project.ts';
import { FULL } from '../sample.ts';
import type { Server } from '../servers.ts';
import { historyOf } from './histories.ts';
import { judgeEnd, look, RESET } from './oracle.ts';
import { makePlace } from './point.ts';
import { TIMEOUTS } from './project.ts';
import { type Revivable, revivable } from './revivable.ts';
import { cli, type Said } from './runner.ts';
import { open, pause, sql } from './sql.ts';
import { makeStage, type Stage } from './stage.ts';
import { standbyOf } from './standby.ts';
import { type Verdict, verdict } from './verdict.ts';

const TABLE = 'CREATE TABLE "counted" ("migration" text NOT NULL);\nCREATE TABLE "t" ("id" integer);';

/** All exit 0 and the schema is right; partial: right, but some fail. */
export async function d(line: Line, server: Server): Promise<Verdict> {
  const steps = Array.from({ length: 4 }, (_, n) => [
    `CREATE TABLE "d_${n}" ("id" integer);`,
    `INSERT INTO "counted" VALUES ('step_${n}');`,
  ]);
  const place = await makePlace(historyOf(line, [TABLE, ...steps]), server);
  try {
    place.project.aim(place.at.url);
    const fails: string[] = [];
    const parts: string[] = [];
    const rounds = FULL ? 3 : 1;
    for (let round = 0; round < rounds; round += 1) {
      await place.at.query(RESET);
      const said = await Promise.all(Array.from({ length: 8 }, () => cli(place.project.folder).ended));
      fails.push(...judgeEnd(place.at, await look(place.at), place.expected));
      parts.push(...said.filter(({ exit }) => exit !== 0).map(({ exit, text }) => `[${exit}] ${text.trim()}`));
    }
    return verdict(fails, parts, [`${rounds} × 8 runners`]);
  } finally {
    await place.remove();
  }
}

/** It gives up by itself, or waits where no reader is behind it; partial: no more than 3 one-second reads in a row fail. */
export async function g(line: Line, server: Server): Promise<Verdict> {
  const hold = FULL ? 12_000 : 5_000;
  const stage = await makeStage(line, server, [TABLE, 'ALTER TABLE "t" ADD COLUMN "g" integer;']);
  try {
    await stage.prepare(1);
    stage.project.aim(stage.at.url, { timeouts: { ...TIMEOUTS, lockBudget: hold / 3 } });
    const holder = await open(stage.at.url);
    await holder.query('begin; select count(*) from t');
    const end = performance.now() + hold;
    const reads = readsUntil(stage.at.url, end);
    const began = performance.now();
    const said = await stage.migrate();
    const took = Math.round((performance.now() - began) / 100) / 10;
    const { row, count } = await reads;
    await holder.end();
    const again = await stage.quickly();
    const fails: string[] = [];
    if (performance.now() < end && said.exit === 0) fails.push('it went past a lock');
    if (said.exit === 0) fails.push(`exit 0 after ${took} s`);
    if (row > 3) fails.push(`${row} one-second reads in a row failed`);
    if (again.exit !== 0) fails.push(`when the lock was free: [${again.exit}] ${again.text.trim()}`);
    const parts = row > 0 && row <= 3 ? [`${row} one-second reads in a row failed`] : [];
    return verdict(fails, parts, [`gave up after ${took} s; of ${count} reads none failed`]);
  } finally {
    await stage.remove();
  }
}

/** Reads of others, each with a second of patience: the longest row of failures. */
async function readsUntil(url: string, end: number): Promise<{ row: number; count: number }> {
  const client = await open(url);
  await client.query('set statement_timeout = 1000');
  let [row, longest, count] = [0, 0, 0];
  while (performance.now() < end) {
    const failed = await client.query('select count(*) from t').then(
      () => false,
      (error: { code?: string }) => error.code === '57014',
    );
    row = failed ? row + 1 : 0;
    longest = Math.max(longest, row);
    count += 1;
    await pause(50);
  }
  await client.end();
  return { row: longest, count };
}

/** Non-zero exits with the reason; partial: exits right, reason not shown. */
export async function j(line: Line): Promise<Verdict> {
  const primary = await revivable(15, { settings: { wal_level: 'replica', max_wal_senders: '4', hot_standby: 'on' } });
  const fails: string[] = [];
  const parts: string[] = [];
  const seen: string[] = [];
  const refused = (what: string, said: Said, reason: RegExp): void => {
    if (said.exit === 0) fails.push(`${what}: exit 0`);
    else if (![2, 3].includes(said.exit)) fails.push(`${what}: exit ${said.exit}`);
    else if (!reason.test(said.text)) parts.push(`${what}: no reason in: ${said.text.trim()}`);
    seen.push(`${what}: [${said.exit}] ${said.text.trim().split('\n')[0]}`);
  };
  try {
    const stage = await makeStage(line, primary, [TABLE, 'CREATE TABLE "j" ("id" integer);']);
    await stage.prepare(1);

    const standby = await standbyOf(primary);
    stage.project.aim(standby.url(new URL(stage.at.url).pathname.slice(1)));
    refused('standby', await stage.migrate(), /standby|read-only|recovery/i);
    await standby.stop();

    stage.project.aim(stage.at.url.replace(`:${primary.port}/`, ':1/'));
    refused('no server', await stage.migrate(), /refused|nobody|no server|not running/i);

    const full = await onFullDisk(stage, primary);
    if (full === null) seen.push('full disk: not tried, this user may not mount a small file system');
    else refused('full disk', full, /space|full|53100/i);
    await stage.remove();
    return verdict(fails, parts, seen);
  } finally {
    await primary.stop();
  }
}

/** A tablespace of a few megabytes. null: this user may not mount one. */
async function onFullDisk(stage: Stage, server: Revivable): Promise<Said | null> {
  const folder = `${server.folder}-small`;
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=14m', 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    rmSync(folder, { recursive: true });
    if (error instanceof Error && 'status' in error) return null;
    throw error;
  }
  try {
    const { uid, gid } = statSync(server.folder);
    chownSync(folder, uid, gid);
    await sql(server.url(), `create tablespace small location '${folder}'`);
    await sql(server.url(), 'create database small tablespace small');
    stage.project.aim(server.url('small'));
    const [first, second] = stage.project.history.migrations;
    const filler = 'CREATE TABLE "filler" AS SELECT repeat(md5(g::text), 30) AS t FROM generate_series(1, 60000) AS g;';
    if (first && second) stage.project.put([first, { ...second, chunks: [...second.chunks, filler] }]);
    const said = await stage.migrate();
    const [left] = await sql(
      server.url('small'),
      `select to_regclass('j') as j, (select count(*) from drizzle.__drizzle_migrations) as n`,
    );
    if (left?.['j'] !== null || left['n'] !== '1') return { ...said, exit: 70 };
    return said;
  } finally {
    await sql(server.url(), 'drop database if exists small with (force)');
    await sql(server.url(), 'drop tablespace if exists small');
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  }
}
