/**
 * Which statements of a folder have been executed, by what is there? The live value of a fact names the last statement that wrote
 * it. An object alone never speaks for a statement that others could have written as well.
 */
import type { Catalog, Replay, ReplayedStatement, StatementVerdict } from '../../model/index.ts';
import { EXISTS, type FactReader, type FactValue } from './effect-facts.ts';
import { type Writer, writersOf } from './fact-writers.ts';

export interface Judgement {
  verdict: StatementVerdict;
  speaksFor: string[];
  speaksAgainst: string[];
  /** Nothing speaks for it or against it, and something that is there may be its doing. */
  open: boolean;
  /** Superseded, if those ran who write over it; whether they did is not known. */
  uncovered: boolean;
  /** A part of what it makes is missing, and another part is there that it may have made. */
  torn: boolean;
}

/** What is there of one fact, and who wrote it. */
interface Key {
  key: string;
  object: string;
  holder: string | null;
  says: string;
  writers: readonly Writer[];
  value: FactValue;
  /** It is as it was before all of them. */
  initial: boolean;
  /** It is not there, and neither is the table that it was in: whoever took that away took it too. */
  gone: boolean;
}

/** One a statement, migration by migration; rows are not looked at. `texts`: of the statements. */
export function judgeStatements(
  replay: Replay,
  texts: readonly (readonly string[])[],
  live: Catalog,
  reader: FactReader,
): Judgement[][] {
  const statements = replay.migrations.flatMap((m) => m.statements);
  const keys = [...writersOf(statements, texts.flat(), reader)].map(([key, { object, holder, says, writers }]): Key => {
    const [value, first] = [reader.value(live, key), writers[0]?.from];
    // What is to be changed and is not there at all has not been changed either.
    const initial = first === value || (value === undefined && first === null);
    const gone = holder !== null && value === undefined && HOLDERS.every((kind) => !live.objects.has(`${kind} ${holder}`));
    return { key, object, holder, says, writers, value, initial, gone };
  });
  const judgements = statements.map(
    (): Judgement => ({ verdict: 'nothing', speaksFor: [], speaksAgainst: [], open: false, uncovered: false, torn: false }),
  );
  const creators = new Map(keys.map(({ key, writers }) => [key, writers.filter((w) => w.to === EXISTS)]));
  for (const key of keys) hear(key, judgements);
  const anew = madeAnew(keys, judgements);
  for (const key of keys) if (!anew(key)) deny(key, judgements);
  for (const key of keys) tear(key, judgements);
  for (let before = -1, now = 0; before !== now; ) {
    before = now;
    for (const key of keys) implied(key, judgements);
    for (const [at, statement] of statements.entries()) needing(statement, at, creators, judgements, reader);
    let start = 0;
    for (const { statements: own } of replay.migrations) {
      inOrder(own, judgements.slice(start, start + own.length));
      start += own.length;
    }
    now = judgements.filter((j) => isExecuted(j) || isNot(j)).length;
  }
  settle(keys, judgements);
  return replay.migrations.map((m) => judgements.splice(0, m.statements.length));
}

const isExecuted = ({ speaksFor, speaksAgainst }: Judgement): boolean => speaksFor.length > 0 && speaksAgainst.length === 0;
const isNot = ({ speaksFor, speaksAgainst, torn }: Judgement): boolean =>
  speaksFor.length === 0 && speaksAgainst.length > 0 && !torn;

/** A value speaks for the one who alone writes it. */
function hear(key: Key, judgements: readonly Judgement[]): void {
  const [only, ...others] = key.writers.filter((w) => w.to === key.value);
  if (only && !only.perhaps && others.length === 0 && !key.initial && !key.gone) say(key, judgements[only.at]?.speaksFor, true);
}

/**
 * Is it about something that was taken away, by all signs, and is there all the same? Then somebody made it a second time, and what it
 * is now says nothing of what was done to the first.
 */
function madeAnew(keys: readonly Key[], judgements: readonly Judgement[]): (key: Key) => boolean {
  // What it made, perhaps in place of that, is there.
  const left = new Set(
    keys.flatMap((k) => (k.value === EXISTS ? k.writers.flatMap((w) => (w.to === EXISTS && !w.perhaps ? [w.at] : [])) : [])),
  );
  const ran = (w: Writer): boolean =>
    !w.perhaps && w.to === undefined && (left.has(w.at) || (judgements[w.at]?.speaksFor.length ?? 0) > 0);
  const again = new Set(keys.flatMap((k) => (k.value === EXISTS && k.writers.some(ran) ? [k.key] : [])));
  const existence = (key: string): string => key.slice(0, key.lastIndexOf('\n') + 1);
  return ({ key, holder }) =>
    (again.has(existence(key)) && existence(key) !== key) || HOLDERS.some((kind) => again.has(`${kind} ${holder}\n`));
}

/** It speaks against all who would have written another one since. */
function deny(key: Key, judgements: readonly Judgement[]): void {
  const { value, initial } = key;
  const writers = key.writers.filter((w) => !w.perhaps);
  const last = writers.findLast((w) => w.to === value);
  // A value that nobody writes, and that was not there at first, speaks of nobody.
  if (!last && !initial) return;
  const denied = writers.filter((w) => !last || w.at > last.at);
  // One of them ran, by other signs: then somebody else has put the value there, and what it says of the rest is not known.
  const torn = denied.filter((w) => (judgements[w.at]?.speaksFor.length ?? 0) > 0);
  for (const w of torn.length > 0 ? torn : denied) say(key, judgements[w.at]?.speaksAgainst, false);
}

/** A value that was not there at first is one's doing, and as long as it is nobody's for certain, of any who write it. */
function tear({ writers, value, initial }: Key, judgements: readonly Judgement[]): void {
  const matching = initial ? [] : writers.filter((w) => w.to === value);
  if (matching.some((w) => judgements[w.at] && isExecuted(judgements[w.at]!))) return;
  for (const w of matching) {
    const judgement = judgements[w.at];
    if (judgement && judgement.speaksAgainst.length > 0) judgement.torn = true;
  }
}

/** One of them ran and left another value: whoever alone can have changed it back since has run too. */
function implied(key: Key, judgements: readonly Judgement[]): void {
  const { writers, value } = key;
  const other = writers.findLast(
    (w) => !w.perhaps && w.to !== value && judgements[w.at] !== undefined && isExecuted(judgements[w.at]!),
  );
  if (!other) return;
  const able = writers.filter((w) => w.at > other.at && w.to === value && !isNot(judgements[w.at]!));
  const [only] = able;
  if (only && !only.perhaps && able.length === 1 && !key.gone) say(key, judgements[only.at]?.speaksFor, true);
}

/** It works on what nobody had made before it. */
function needing(
  { effects }: ReplayedStatement,
  at: number,
  creators: ReadonlyMap<string, readonly Writer[]>,
  judgements: readonly Judgement[],
  reader: FactReader,
): void {
  const judgement = judgements[at];
  if (!judgement || judgement.speaksFor.length + judgement.speaksAgainst.length > 0) return;
  // A column that is dropped moves those behind it, and that is all.
  const telling = effects.filter((e) => reader.effects(e).length > 0);
  // DROP IF EXISTS runs in vain as well.
  if (telling.every((e) => e.after === null)) return;
  for (const effect of telling) {
    const { key, before, after } = effect;
    const object = after ?? before;
    const inside = object?.inside ? HOLDERS.map((kind) => `${kind} ${object.parent}`) : [];
    for (const needed of before ? [key, ...inside] : inside) {
      const earlier = creators.get(`${needed}\n`)?.filter((w) => w.at < at) ?? [];
      if (earlier.length === 0 || !earlier.every((w) => judgements[w.at] && isNot(judgements[w.at]!))) continue;
      judgement.speaksAgainst.push(`${needed.replace('-', ' ')}, which it works on, has not been made`);
      return;
    }
  }
}

/** Whatever runs a file runs it from its beginning: what stands before a statement that ran has run. */
function inOrder(statements: readonly ReplayedStatement[], judgements: readonly Judgement[]): void {
  if (judgements.some((j) => j.speaksAgainst.length > 0)) return;
  const last = judgements.findLastIndex(isExecuted);
  judgements.slice(0, Math.max(0, last)).forEach((j, i) => {
    const touches = statements[i]?.touches;
    if (j.speaksFor.length === 0 && (touches === 'schema' || touches === 'both'))
      j.speaksFor.push('what follows it in its file has run');
  });
}

/** Kinds in which others are. */
const HOLDERS = ['table', 'view', 'materialized-view', 'foreign-table'];

/** What is not there is said once, however many of its facts are missed. */
function say({ object, says, value }: Key, facts: string[] | undefined, pro: boolean): void {
  const fact = told(value === undefined ? object : says, value, pro);
  if (facts && !facts.includes(fact)) facts.push(fact);
}

function settle(keys: readonly Key[], judgements: readonly Judgement[]): void {
  const seen = new Set(keys.flatMap((k) => k.writers.map((w) => w.at)));
  const missed = new Set(
    keys.flatMap((k) => (k.value === k.writers.findLast((w) => !w.perhaps)?.to ? [] : k.writers.map((w) => w.at))),
  );
  judgements.forEach((j, at) => {
    if (isExecuted(j)) j.verdict = 'executed';
    else if (isNot(j)) j.verdict = 'not-executed';
    else if (j.speaksFor.length > 0 || j.torn || missed.has(at)) j.verdict = 'undecidable';
    else j.verdict = seen.has(at) ? 'superseded' : 'nothing';
  });
  for (const key of keys) {
    for (const w of key.writers) {
      const judgement = judgements[w.at];
      const silent = judgement?.verdict === 'undecidable' || judgement?.verdict === 'superseded';
      if (judgement && silent && mayBeOf(w, key, judgements)) judgement.open = true;
      if (judgement && silent && !w.perhaps && w.to !== key.value && !isCovered(w, key, judgements)) judgement.uncovered = true;
    }
  }
}

/** It may be that one's doing: nobody else has certainly done it, and at first there was something to be done. */
function mayBeOf(writer: Writer, { writers, value, initial }: Key, judgements: readonly Judgement[]): boolean {
  if (writer.to !== value) return false;
  const is = (w: Writer, verdict: StatementVerdict): boolean => judgements[w.at]?.verdict === verdict;
  if (writers.some((w) => w !== writer && w.to === value && is(w, 'executed'))) return false;
  return !initial || writers.some((w) => w.at < writer.at && w.to !== value && !is(w, 'not-executed'));
}

const isCovered = (writer: Writer, { writers, value }: Key, judgements: readonly Judgement[]): boolean =>
  writers.some((w) => w.at > writer.at && w.to === value && judgements[w.at]?.verdict === 'executed');

const LONGEST = 80;

function told(says: string, value: FactValue, pro: boolean): string {
  if (value === undefined) return `${says} does not exist`;
  if (value === EXISTS) return pro ? `${says} exists` : `${says} still exists`;
  const text = (value ?? 'none').replace(/\s+/g, ' ');
  return `${says} is ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`;
}
