/** Cases e, f, h, i and k: what the files hold. */
import type { Line } from '../../src/model/project.ts';
import type { Server } from '../servers.ts';
import { makeStage } from './stage.ts';
import { type Verdict, verdict } from './verdict.ts';

const TABLE = 'CREATE TABLE "t" ("id" integer PRIMARY KEY NOT NULL, "n" integer);\nINSERT INTO "t" VALUES (1, 1), (2, 1);';

/** Clean state, non-zero exit, the message names file, statement and line, the rerun after a fix works; partial: it lacks some. */
export async function e(line: Line, server: Server): Promise<Verdict> {
  const third = 'INSERT INTO "e" VALUES (7);';
  const five = [
    'CREATE TABLE "e" ("id" integer PRIMARY KEY);',
    `INSERT INTO "e" VALUES (7);\n\n${third}`,
    'CREATE INDEX "e_id" ON "e" ("id");',
    `COMMENT ON TABLE "e" IS 'e';`,
  ];
  const stage = await makeStage(line, server, [TABLE, five]);
  try {
    const said = await stage.migrate();
    const seen = await stage.look();
    const [first, broken] = stage.project.history.migrations;
    if (first && broken)
      stage.project.put([first, { ...broken, chunks: five.map((chunk) => chunk.replace(`\n\n${third}`, '')) }]);
    const again = await stage.quickly();
    const end = await stage.look();
    const fails: string[] = [];
    const parts: string[] = [];
    if (said.exit === 0) fails.push('exit 0');
    if (seen.rows.length !== 1 || seen.state.includes('"e"')) fails.push('the state is not clean');
    if (again.exit !== 0 || end.rows.length !== 2) fails.push(`after the fix: [${again.exit}] ${again.text.trim()}`);
    for (const [what, sign] of [
      ['file and line', `${stage.file(1)}:5`],
      ['statement', third.replace(';', '')],
      ['its number', 'statement 3'],
      ['SQLSTATE', '23505'],
    ] as const)
      if (!said.text.includes(sign)) parts.push(`the message lacks the ${what}`);
    return verdict(fails, parts, [`[${said.exit}] ${said.text.trim()}`]);
  } finally {
    await stage.remove();
  }
}

/** The rerun ends with a valid index; partial: stuck on "already exists"; FAIL also when it exits 0 with the index INVALID. */
export async function f(line: Line, server: Server): Promise<Verdict> {
  const fails: string[] = [];
  const parts: string[] = [];
  const seen: string[] = [];
  for (const how of ['', 'IF NOT EXISTS ']) {
    const stage = await makeStage(line, server, [TABLE, `CREATE UNIQUE INDEX CONCURRENTLY ${how}"t_n" ON "t" ("n");`]);
    try {
      await stage.prepare(1);
      const said = await stage.migrate();
      const between = await stage.look();
      if (said.exit === 0) fails.push('exit 0 on duplicates');
      if (!/23505|duplicate/i.test(said.text)) fails.push(`it was not run: [${said.exit}] ${said.text.trim()}`);
      await stage.at.query('update t set n = id');
      const again = await stage.quickly();
      const end = await stage.look();
      const valid = end.state.includes('t_n') && !end.state.includes('not valid');
      if (again.exit === 0 && !valid) fails.push('exit 0, and the index is not valid');
      if (again.exit !== 0)
        (again.text.includes('already exists') ? parts : fails).push(`the rerun: [${again.exit}] ${again.text.trim()}`);
      if (again.exit === 0 && end.rows.length !== 2) fails.push('exit 0, and it is not recorded');
      seen.push(
        `${how || 'plain'}: ${between.state.includes('not valid') ? 'an invalid index was left, ' : ''}then [${again.exit}]`,
      );
    } finally {
      await stage.remove();
    }
  }
  return verdict(fails, parts, seen);
}

/** With --strict: non-zero exit that names the file; partial: a warning, or no name. */
export async function h(line: Line, server: Server): Promise<Verdict> {
  const stage = await makeStage(line, server, [TABLE, 'CREATE TABLE "h" ("id" integer);']);
  try {
    await stage.quickly();
    const [first, edited] = stage.project.history.migrations;
    if (first && edited) stage.project.put([first, { ...edited, chunks: ['CREATE TABLE "h" ("id" integer, "more" text);'] }]);
    const plain = await stage.migrate();
    const said = await stage.migrate('--strict');
    const names = said.text.includes(stage.file(1)) || said.text.includes(stage.name(1));
    const warned = plain.text.includes(stage.file(1)) || plain.text.includes(stage.name(1));
    const unnamed = warned ? [] : [`without --strict the file is not named: [${plain.exit}] ${plain.text.trim()}`];
    if (said.exit !== 0 && names) return verdict([], unnamed);
    const what = `--strict: [${said.exit}] ${said.text.trim()}`;
    return warned ? verdict([], [what]) : verdict([what], unnamed);
  } finally {
    await stage.remove();
  }
}

/** Applied, or refused with a non-zero exit; FAIL: skipped silently. */
export async function i(line: Line, server: Server): Promise<Verdict> {
  const stage = await makeStage(line, server, [
    TABLE,
    'CREATE TABLE "late" ("id" integer);',
    'CREATE TABLE "newer" ("id" integer);',
  ]);
  try {
    const [first, late, newer] = stage.project.history.migrations;
    if (!first || !late || !newer) throw new Error('three migrations were made');
    stage.project.put([first, newer]);
    await stage.quickly();
    stage.project.put([first, late, newer]);
    const said = await stage.migrate();
    const seen = await stage.look();
    const applied = seen.state.includes('late') && seen.rows.length === 3;
    const fails = said.exit === 0 && !applied ? [`skipped: [0] ${said.text.trim()}`] : [];
    if (said.exit !== 0 && seen.rows.length !== 2) fails.push('refused, and something changed');
    return verdict(fails, [], [applied ? 'applied' : `refused: [${said.exit}] ${said.text.trim()}`]);
  } finally {
    await stage.remove();
  }
}

/** In the next migration of the same run, and in the same file: both work; partial: only across files. */
export async function k(line: Line, server: Server): Promise<Verdict> {
  const type = `CREATE TYPE "mood" AS ENUM('sad');`;
  const add = `ALTER TYPE "mood" ADD VALUE 'great';`;
  const use = `CREATE TABLE "k" ("mood" "mood" DEFAULT 'great');`;
  const insert = `INSERT INTO "k" VALUES ('great');`;
  const works = async (texts: string[][]): Promise<string[]> => {
    const stage = await makeStage(line, server, texts);
    try {
      // The type is older than the run: from PostgreSQL 17 on a type of the same transaction is excepted.
      await stage.prepare(1);
      const said = await stage.migrate();
      const seen = await stage.look();
      const right = said.exit === 0 && seen.rows.length === texts.length && seen.state.includes('great');
      return right ? [] : [`[${said.exit}] ${said.text.trim()}`];
    } finally {
      await stage.remove();
    }
  };
  const across = await works([[type], [add], [use, insert]]);
  const within = await works([[type], [add, use, insert]]);
  return verdict(
    across.map((what) => `across files: ${what}`),
    within.map((what) => `in one file: ${what}`),
  );
}
