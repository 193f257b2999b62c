/** A plan is data: what it assumes, its steps, its hazards, what it expects, and how each step is undone. */
import type { HistoryColumn, Row, TableName } from './history.ts';
import type { LockNeed, Trace } from './sql.ts';

export type Hazard = 'data-loss' | 'long-lock' | 'rewrites-history' | 'cannot-undo';

/** A text edit checks and inverts itself. Offsets are UTF-16 units of the decoded file, bytes with `base64`. */
export interface TextEdit {
  offset: number;
  was: string;
  now: string;
  /** `was` and `now` hold base64 of bytes; only for a whole file that is not valid UTF-8. */
  encoding?: 'base64';
}

/** A row before and after, every column as text. null: not there. */
export interface RowChange {
  before: Row | null;
  after: Row | null;
}

/** Only steps and assumptions on files carry paths, relative to the project's root. `claims`: the stored environment's name that a step replaces. */
export type Step =
  | { kind: 'file'; says: string; path: string; mode: number; edits: TextEdit[]; before: string | null; after: string | null }
  | { kind: 'history'; says: string; environment: string; table: TableName; rows: RowChange[]; sequence?: SequenceMove }
  | {
      kind: 'sql';
      says: string;
      environment: string;
      migration?: MigrationRun;
      text: string;
      undo: string | null;
      claims?: string;
    };

/** setval survives a rollback, so it is the last statement before COMMIT. */
export interface SequenceMove {
  schema: string;
  name: string;
  before: { lastValue: string; isCalled: boolean };
  after: { lastValue: string; isCalled: boolean };
}

/** A migration that a step runs and records; its statements are the step's text, chunk by chunk. */
export interface MigrationRun {
  name: string;
  file: string;
  hash: string;
  when: string;
  /** 1.0: the name goes into the row. */
  line: '0.x' | '1.0';
  table: TableName;
  /** In order; absent when one transaction holds the whole text. */
  parts?: Part[];
  /** Why it cannot go as one HTTP request; absent where it can, or the driver is none over HTTP. */
  session?: string;
  /** Why PostgreSQL's parser, as we bring it along, does not read it: the server is asked before anything runs. */
  doubt?: string;
  /** Relations for which others will have to wait while it runs. */
  locks?: { needs: LockNeed[]; first: boolean };
}

/** Statements of one migration that share a transaction, or one that stands alone. UTF-16 places in the step's text. */
export interface Part {
  offset: number;
  length: number;
  /** Why no transaction can hold it, and how the catalog shows afterwards whether it was done. */
  alone?: { why: string; trace: Trace };
  /** What an earlier run noted of it, when the plan was made: to be shown. Whoever runs it reads the note anew, under the lock. */
  noted?: 'done' | 'begun';
}

export type Assumption =
  | { kind: 'file'; path: string; print: string | null }
  | { kind: 'history'; environment: string; table: TableName; print: string | null }
  | { kind: 'environment'; environment: string; stored: string | null };

/** What must hold afterwards: the finding that was mended does not speak any more. */
export interface Expectation {
  says: string;
  rule: string;
  subject: string;
}

export interface Unchecked {
  /** What was not looked at, in words. */
  what: string;
  why: string;
  environment?: string;
  /** The rule whose finding is the reason. */
  because?: string;
  /** Rules that stay silent for this reason. */
  rules: string[];
  /** Nothing was configured to look at: no failure. */
  absent?: true;
}

export interface Plan {
  format: 1;
  /** SHA-256 of everything else in here; `short` is its first six digits. */
  hash: string;
  command: string;
  environment?: string;
  /** Notes for the reader: what stock tools will do afterwards, what it means for other environments. */
  notes: string[];
  assumes: Assumption[];
  steps: Step[];
  hazards: Hazard[];
  expects: Expectation[];
  unseen: Unchecked[];
  /** All its migrations share one transaction. */
  together?: true;
  /** The receipt that this plan reverses. */
  undoes?: string;
  /** The interrupted plan that this one brings to an end; it writes no receipt of its own. */
  finishes?: { id: string; how: 'finish' | 'discard' };
  undo: { by: 'receipt' } | { by: 'nothing'; why: string };
}

/** What a remedy wants changed; `plans/compose` makes steps of it. */
export type Change =
  | { kind: 'edit'; path: string; edit: TextEdit; says: string }
  | { kind: 'create'; path: string; content: string; mode?: number; says: string; encoding?: 'base64' }
  | { kind: 'remove'; path: string; says: string }
  | { kind: 'move'; path: string; to: string; says: string }
  | { kind: 'rows'; environment: string; table: TableName; says: string; rows: RowChange[]; hazards?: Hazard[] }
  | { kind: 'column'; environment: string; table: TableName; column: string; from: HistoryColumn; to: string; says: string }
  | { kind: 'sequence'; environment: string; table: TableName; says: string; to: { lastValue: string; isCalled: boolean } }
  | {
      kind: 'sql';
      environment: string;
      says: string;
      text: string;
      undo: string | null;
      hazards?: Hazard[];
      claims?: string;
      last?: true;
    }
  | { kind: 'run'; environment: string; says: string; run: MigrationRun; text: string }
  | { kind: 'finish'; id: string; says: string; how: 'finish' | 'discard' };

export interface Receipt {
  format: 1;
  id: string;
  plan: Plan;
  environment?: string;
  /** ISO time, UTC. */
  at: string;
  /** `user@host` of the machine, or what CI calls itself. */
  by: string;
  /** PostgreSQL's fingerprints of the history tables as the plan left them, by `schema.table`. */
  prints: Record<string, string>;
  /** Of a plan that ran migrations, where the database keeps its receipt. */
  ran?: Ran;
}

export interface Ran {
  /** A transaction each, or a migration in its parts; several names where one transaction held them. */
  migrations: {
    names: string[];
    /** When it was begun: ISO time, UTC, by the clock of who ran it. */
    at: string;
    /** Waits included; of the last one until its row was written. */
    milliseconds: number;
  }[];
  waited: { for: string; seconds: number }[];
}

/** What a changing command wants done, before file texts are read and steps made. */
export interface Draft {
  environment?: string;
  changes: Change[];
  notes: string[];
  expects: Expectation[];
  unseen: Unchecked[];
  together?: true;
}

/** Where a receipt was found. */
export interface KeptReceipt {
  receipt: Receipt;
  /** `files`: .tidemark/receipts. `database`: schema tidemark of that environment. */
  in: { files: boolean; databases: string[] };
  /** Derived: the receipt that reverses this one and is itself not reversed. */
  undoneBy?: string;
}
