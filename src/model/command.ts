/** A command is what a person can ask for: a pure function from what was read to a report or a plan. */
import type { EvidenceKey, Readings } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { Draft, Plan, Unchecked } from './plan.ts';
import type { PrintsWanted } from './print.ts';
import type { AnyRule } from './rule.ts';

export interface Flag {
  name: string;
  short?: string;
  says: string;
  /** What is shown behind the flag: `<name>`. Without it the flag is a switch. */
  value?: string;
  repeat?: boolean;
}

/** What was typed, already checked against the command's own flags. */
export interface Args {
  positionals: string[];
  /** Environments chosen by -e; empty: the default. */
  environments: string[];
  flags: ReadonlyMap<string, string[]>;
  /** Texts of the files that a command asked for with `file: true`, by positional. */
  files: ReadonlyMap<string, string>;
  /** Who changes something: `user@host`, or CI's name. */
  by: string;
}

export const flag = (args: Args, name: string): string | undefined => args.flags.get(name)?.at(-1);
export const flagged = (args: Args, name: string): boolean => args.flags.has(name);

/** The answer of a looking command. */
export interface Report<D = unknown> {
  kind: 'report';
  /** 0 clean or done, 1 the answer is no. */
  exit: 0 | 1;
  /** One sentence: the answer. */
  verdict: string;
  findings: Finding[];
  unchecked: Unchecked[];
  data: D;
}

/** The answer of a changing command: a plan a piece, made anew after the one before was applied. */
export interface Proposal<D = unknown> {
  kind: 'proposal';
  verdict: string;
  /** A finished plan, or a draft whose steps are made when the texts of its files are read. null: there is nothing to do. */
  plan: { plan: Plan } | { draft: Draft } | null;
  /** 1: there is nothing that could be done, and something should be. */
  exit?: 1;
  findings: Finding[];
  unchecked: Unchecked[];
  data: D;
}

export interface Command<D = unknown> {
  name: string;
  says: string;
  /** A longer text for `help <command>`. */
  about?: string;
  changes: boolean;
  /** Reads the chosen environment only; without it every configured one is read, also by a command that changes one. */
  one?: true;
  /** With one of these flags it reads them all nevertheless. */
  allWith?: readonly string[];
  /** Typing the command is consent enough when no hazard and no protected environment is touched. */
  unasked?: true;
  /** Plans again after each applied plan, until nothing is left for the chosen environments; tells what all rounds did. */
  repeats?: (rounds: readonly D[]) => { verdict: string; data: D };
  positionals?: { name: string; says: string; optional?: boolean; repeat?: boolean; file?: true }[];
  flags: Flag[];
  sees: readonly EvidenceKey[];
  /** With `states` in `sees`: the names of those that were typed. */
  states?(args: Pick<Args, 'positionals' | 'environments' | 'flags'>): string[];
  /** With `prints` in what it sees: which. Throws a Problem where what was typed cannot be had of fingerprints. */
  prints?(args: Pick<Args, 'flags'>): PrintsWanted;
  /** With `merging` in `sees`: the other folder, and names of migrations that go last. */
  merges?(args: Pick<Args, 'flags'>): { folder: string; last: string[] } | undefined;
  /** Names of objects that were typed, for what is read of them. */
  objects?(args: Pick<Args, 'flags'>): string[];
  /** What a reconciliation is to become, where it was typed: `schema`, `legacy`, `legacy:<folder>`. */
  aim?(args: Pick<Args, 'flags'>): string | undefined;
  /** What the rules need that its plans name, read again when a plan was applied; absent: all that it sees. */
  looksAgainAt?: readonly EvidenceKey[];
  /** Of SQL texts it needs those only that some environment has not recorded: parsing a long history takes longer than a deploy. */
  pendingSqlOnly?: true;
  /** What it looks at besides, when these flags are given. */
  seesWith?: { readonly [flag: string]: readonly EvidenceKey[] };
  /** What it leaves unread of that, when these flags are given. */
  leaves?: { readonly [flag: string]: readonly EvidenceKey[] };
  /** Judges by rules: they are loaded and handed over, so that a run that needs none does not pay for them. */
  judges?: true;
  /** The text that goes to the file named by --save; null: none was asked for. */
  saves?(read: Readings, args: Args): string | null;
  think(read: Readings, args: Args, rules: readonly AnyRule[]): Report<D> | Proposal<D>;
}
