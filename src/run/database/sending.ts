/** What one transaction is sent with. */
import type { Session } from '../../drivers/session.ts';
import type { LockNeed, MigrationRun, Plan, Ran, Receipt } from '../../model/index.ts';
import type { Attempt, Piece, Place, Unit } from '../../plans/transaction.ts';
import type { Holder } from '../../sql/blockers.ts';
import type { Listener } from '../progress.ts';

export interface Database {
  session: Session;
  reopen: () => Promise<Session>;
  /** A second session beside the first, for us to close; null where there can be none. */
  beside: () => Promise<Session | null>;
  /** One that keeps its state, where `session` is HTTP requests. */
  whole: () => Promise<Session | null>;
  place: Place;
  /** Ctrl-C was pressed. */
  interrupt: { asked: boolean };
  /** What was asked for besides. */
  wants: Wants;
}

export interface Wants {
  /** Another Tidemark at work is a refusal, not a wait. */
  noWait: boolean;
  /** Name what those are running who hold our locks. */
  showQueries: boolean;
  /** A question that the database has to answer when all is committed. */
  smoke?: string;
}

/** A unit and where it goes. */
export interface Task {
  plan: Plan;
  unit: Unit;
  /** Units of this plan committed before. */
  done: number;
  /** Of a migration that is cut: how many of its parts are in. Absent where one transaction holds it. */
  parts?: number;
  database: Database;
  receipt: Receipt;
  /** What the receipt is to say, by now, of what ran. */
  ran: () => Ran | undefined;
  tell: Listener;
}

/** One try of one transaction. */
export interface Sending extends Task {
  pieces: Piece[];
  /** Who was in the way, as it was last seen. */
  holders: Holder[];
  /** What a statement outside of transactions had left half done is taken away again. */
  cleared?: boolean;
}

/** A transaction that may be tried several times. */
export interface Transaction extends Task {
  make(attempt: Attempt): Piece[];
  /** What it has to wait for, when somebody holds it. */
  needs: readonly LockNeed[];
}

/** The receipt as a transaction that is sent now has to write it. */
export function receiptNow({ receipt, ran }: Task): Receipt {
  const times = ran();
  return times ? { ...receipt, ran: times } : receipt;
}

/** The migration that a unit runs, when it runs one. */
export function runOf({ steps }: Unit): MigrationRun | undefined {
  const [only] = steps;
  return steps.length === 1 && only?.step.kind === 'sql' ? only.step.migration : undefined;
}
