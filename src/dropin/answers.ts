/** What the three functions give back, and what they throw when the database is behind. */
import { Problem } from '../base/problem.ts';
import type { Waited } from '../run/recorder.ts';

export interface Applied {
  name: string;
  /** From its first statement on the wire to its commit, waits included. */
  milliseconds: number;
}

export type { Waited };

export interface Migrated {
  /** What this call ran, in order. Empty: nothing was pending. */
  applied: Applied[];
  /** What was recorded already, by whomever: before this call, or while it waited for another runner. */
  recorded: number;
  waited: Waited[];
  /** Id of the receipt, where schema `tidemark` keeps one. */
  receipt: string | null;
  /** Where: never with a password. */
  target: { host: string; database: string; role: string };
}

/** A migration that `migrate` would run. */
export interface Pending {
  name: string;
  /** Its file, relative to the project. */
  file: string;
  /** The file's text. */
  sql: string;
}

/** The database is behind the folder: the application that starts expects more than there is. */
export class Behind extends Problem {
  override name = 'Behind';
  /** Names, in the order in which they would run. */
  readonly pending: readonly string[];

  constructor(pending: readonly string[], { why, fix }: { why: string; fix: string }) {
    const some = pending.length > 6 ? `${pending.slice(0, 5).join(', ')} … ${pending.at(-1)}` : pending.join(', ');
    const what = pending.length === 1 ? `migration ${some} is` : `${pending.length} migrations are`;
    super('behind', `The database is behind: ${what} pending.`, { why: pending.length === 1 ? why : `${some}. ${why}`, fix });
    this.pending = pending;
  }
}
