/**
 * Which statements of a folder have been executed, by what is there? The live value of a fact names the last statement that wrote
 * it. An object alone never speaks for a statement that others could have written as well.
 */
import type { Catalog, Replay, ReplayedStatement, StatementVerdict } from '../model/index.ts';
import type { FactReader, FactValue } from './effect-facts.ts';

export interface Judgement {
  verdict: StatementVerdict;
  speaksFor: string[];
  speaksAgainst: string[];
}

interface Writer {
  /** Place among all statements of the folder. */
  at: number;
  from: FactValue;
  to: FactValue;
}

interface Written {
  says: string;
  object: string;
  writers: Writer[];
}

/** One a statement, migration by migration; rows are not looked at. */
export function judgeStatements(replay: Replay, live: Catalog, reader: FactReader): Judgement[][] {
  const statements = replay.migrations.flatMap((m) => m.statements);
  const written = writersOf(statements, reader);
  const judgements = statements.map((): Judgement => ({ verdict: 'undecidable', speaksFor: [], speaksAgainst: [] }));
  const harmless = statements.map(() => true);
  const seen = statements.map(() => false);
  for (const [key, { says, object, writers }] of written) {
    const value = reader.value(live, key);
    const { speaksFor, speaksAgainst } = heard(writers, value);
    const last = writers.at(-1);
    for (const { at } of writers) {
      seen[at] = true;
      if (value !== last?.to) harmless[at] = false;
    }
    for (const w of speaksFor) add(judgements[w.at]?.speaksFor, told(value === undefined ? object : says, value, true));
    for (const w of speaksAgainst) add(judgements[w.at]?.speaksAgainst, told(value === undefined ? object : says, value, false));
  }
  judgements.forEach((judgement, at) => {
    judgement.verdict = verdictOf(judgement, seen[at] === true, harmless[at] === true);
  });
  return replay.migrations.map((m) => judgements.splice(0, m.statements.length));
}

/** What is not there is said once, however many of its facts are missed. */
function add(facts: string[] | undefined, fact: string): void {
  if (facts && !facts.includes(fact)) facts.push(fact);
}

function writersOf(statements: readonly ReplayedStatement[], reader: FactReader): Map<string, Written> {
  const written = new Map<string, Written>();
  statements.forEach(({ effects }, at) => {
    for (const effect of effects) {
      for (const { key, says, object, from, to } of reader.effects(effect)) {
        const had = written.get(key);
        if (had) had.writers.push({ at, from, to });
        else written.set(key, { says, object, writers: [{ at, from, to }] });
      }
    }
  });
  return written;
}

/** Whom a live value speaks for and against. A value that nobody writes, and that was not there at first, speaks of nobody. */
function heard(writers: readonly Writer[], value: FactValue): { speaksFor: Writer[]; speaksAgainst: Writer[] } {
  const first = writers[0]?.from;
  // What is to be changed and is not there at all has not been changed either.
  const initial = first === value || (value === undefined && first === null);
  const matching = writers.filter((w) => w.to === value);
  if (matching.length === 0) return { speaksFor: [], speaksAgainst: initial ? [...writers] : [] };
  const last = matching.at(-1) as Writer;
  const later = writers.filter((w) => w.at > last.at);
  return { speaksFor: matching.length === 1 && !initial ? [last] : [], speaksAgainst: later };
}

function verdictOf({ speaksFor, speaksAgainst }: Judgement, seen: boolean, harmless: boolean): StatementVerdict {
  if (speaksFor.length > 0 && speaksAgainst.length === 0) return 'executed';
  if (speaksAgainst.length > 0 && speaksFor.length === 0) return 'not-executed';
  if (speaksFor.length > 0) return 'undecidable';
  if (!seen) return 'nothing';
  return harmless ? 'superseded' : 'undecidable';
}

const LONGEST = 80;

function told(says: string, value: FactValue, pro: boolean): string {
  if (value === undefined) return `${says} does not exist`;
  if (value === 'exists') return pro ? `${says} exists` : `${says} still exists`;
  const text = (value ?? 'none').replace(/\s+/g, ' ');
  return `${says} is ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`;
}
