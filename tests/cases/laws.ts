/** What must hold of every repair, whatever it repairs. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { ReceiptsData } from '../../src/commands/receipts.ts';
import type { Finding } from '../../src/model/finding.ts';
import { subjectKey } from '../../src/model/finding.ts';
import type { Assumption, Plan } from '../../src/model/plan.ts';
import type { Case } from './case.ts';
import { stateOf } from './dump.ts';
import { type Place, type Typed, wordsOf } from './place.ts';
import { lookOf } from './transcript.ts';

interface Printed {
  ok: boolean;
  findings: Finding[];
  plan?: Plan;
  problem?: { code: string; message: string; why: string };
  data: unknown;
}

export async function asked(place: Place, words: readonly string[], status?: number): Promise<Printed> {
  const answer = await place.typeWords([...words, '--json']);
  if (answer.out === '') throw new Error(`nothing on stdout: ${told(words, answer)}`);
  const printed = JSON.parse(answer.out) as Printed;
  if (status !== undefined) expect(answer.exit, told(words, answer)).toBe(status);
  return printed;
}

const told = (words: readonly string[], { shown }: Typed): string => `tidemark ${words.join(' ')}\n${shown}`;
const key = (f: Finding): string => `${f.rule} ${subjectKey(f.subject, f.environment)}`;
const open = (printed: Printed): Finding[] => printed.findings.filter((f) => !f.acknowledged);

/** Words of the line without consent, for a dry run. */
const dry = (line: string): string[] => [...wordsOf(line).filter((w) => w !== '--yes' && w !== '-y'), '--dry-run'];

/** Consent as it was typed, for `apply` and `undo`. */
function consent(line: string): string[] {
  const words = wordsOf(line);
  return ['--yes', ...words.flatMap((word, i) => (word === '--accept' || word === '--on' ? [word, words[i + 1] ?? ''] : []))];
}

/**
 * Laws 1 to 4, along one life of one place: looked at, planned, repaired, looked at again, undone, repaired by the same plan.
 * Leaves the place repaired.
 */
export async function livesThrough(place: Place, line: string, one: Case): Promise<void> {
  const before = await stateOf(place);
  const had = new Set(await receipts(place));
  const looked = open(await asked(place, lookOf(one)));
  const { plan, path } = await savedPlan(place, line);
  await asked(place, ['apply', path, ...consent(line)], 0);
  const after = await stateOf(place);
  silent(looked, open(await asked(place, lookOf(one))), plan, line, one);
  const again = await asked(place, dry(line), 0);
  expect(again.plan?.steps ?? [], 'law 2: planning again is empty').toEqual([]);
  if (plan.undo.by === 'nothing') {
    await asked(place, ['undo', plan.hash.slice(0, 6), ...consent(line)], 2);
    expect(await stateOf(place), 'law 3: what cannot be undone is refused, and nothing changes').toEqual(after);
    return;
  }
  const mine = (await receipts(place)).filter((id) => !had.has(id));
  expect(mine.length, 'law 3: there is a receipt').toBeGreaterThan(0);
  for (const id of mine) await asked(place, ['undo', id, ...environments(line), ...consent(line)], 0);
  expect(await stateOf(place), 'law 3: undo restores folder, history and catalog').toEqual(before);
  await asked(place, ['apply', path, ...consent(line)], 0);
  expect(await stateOf(place), 'law 4: after undo the same plan applies again').toEqual(after);
}

/** 1. What was repaired is silent, nothing new speaks. */
function silent(was: readonly Finding[], now: readonly Finding[], plan: Plan, line: string, one: Case): void {
  if (one.rule)
    expect(
      was.map((f) => f.rule),
      'the rule speaks before',
    ).toContain(one.rule);
  const had = new Set(was.map(key));
  expect(
    now.map(key).filter((k) => !had.has(k)),
    'law 1: nothing new speaks',
  ).toEqual([]);
  const speaking = new Set(now.map(key));
  expect(
    plan.expects.map((e) => `${e.rule} ${e.subject}`).filter((k) => speaking.has(k)),
    'law 1: what was repaired is silent',
  ).toEqual([]);
  if (one.rule && !line.startsWith('rebuild-history')) expect(now.length, 'law 1: something was mended').toBeLessThan(was.length);
}

/** Ids, newest first. */
async function receipts(place: Place): Promise<string[]> {
  const { data } = await asked(place, ['receipts']);
  return (data as ReceiptsData).receipts.map((kept) => kept.receipt.id);
}

/** A rule that has nothing to offer leaves everything as it is. */
export async function unchanged(place: Place, line: string): Promise<void> {
  const before = await stateOf(place);
  const { plan } = await asked(place, wordsOf(line));
  expect(plan?.steps ?? []).toEqual([]);
  expect(await stateOf(place)).toEqual(before);
}

function environments(line: string): string[] {
  const words = wordsOf(line);
  return words.flatMap((word, i) => (word === '-e' || word === '--env' ? ['-e', words[i + 1] ?? ''] : []));
}

/** Keeps the plan outside the project. */
async function savedPlan(place: Place, line: string): Promise<{ plan: Plan; path: string }> {
  const path = join(place.folder, 'plan.json');
  await asked(place, [...dry(line), '--save', path], 0);
  return { plan: JSON.parse(readFileSync(path, 'utf8')) as Plan, path: up(place, 'plan.json') };
}

const up = (place: Place, name: string): string => {
  const depth = place.project.slice(place.folder.length).split('/').filter(Boolean).length;
  return `${'../'.repeat(depth)}${name}`;
};

/** 5. A plan applied to a changed place is refused: each item of `assumes` is changed in turn. */
export async function refused(fresh: () => Promise<Place>, line: string): Promise<void> {
  let place = await fresh();
  const { plan } = await savedPlan(place, line);
  for (const [i, assumption] of plan.assumes.entries()) {
    if (i > 0) place = await fresh();
    writeFileSync(join(place.folder, 'plan.json'), JSON.stringify(plan));
    const what = await changed(place, assumption);
    const before = await stateOf(place);
    await asked(place, ['apply', up(place, 'plan.json'), ...consent(line)], 2);
    expect(await stateOf(place), `nothing changed after ${what}`).toEqual(before);
  }
}

/** Makes the assumption false, and says how. */
async function changed(place: Place, assumption: Assumption): Promise<string> {
  if (assumption.kind === 'file') {
    const path = join(place.project, assumption.path);
    if (existsSync(path)) writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from(' ')]));
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, ' ');
    }
    return `${assumption.path} was edited`;
  }
  const database = place.databases.get(assumption.environment);
  if (!database) throw new Error(`no database for ${assumption.environment}`);
  if (assumption.kind === 'environment') {
    await database.exec(
      "create schema if not exists tidemark; create table if not exists tidemark.environment (name text); delete from tidemark.environment; insert into tidemark.environment (name) values ('another')",
    );
    return 'the stored name was changed';
  }
  const table = `"${assumption.table.schema}"."${assumption.table.name}"`;
  if (assumption.print === null) {
    await database.exec(
      `create schema if not exists "${assumption.table.schema}"; create table ${table} (id serial primary key, hash text not null, created_at bigint)`,
    );
    return `${table} was created`;
  }
  const [count] = await database.query(`select count(*)::text as n from ${table}`);
  if (count?.['n'] === '0') await database.exec(`insert into ${table} (hash) values ('somebody else')`);
  else await database.exec(`delete from ${table} where ctid = (select max(ctid) from ${table})`);
  return `a row of ${table} went`;
}
