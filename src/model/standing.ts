/** Where one environment stands: each migration's state, each row's migration, and what the stock migrator would do. */
import type { Migration } from './folder.ts';
import type { HistoryRow, HistoryTable } from './history.ts';

export type State = 'applied' | 'pending' | 'out-of-order' | 'unreadable';

/** How a row was tied to its migration; strongest first. */
export type Tie =
  | 'name'
  | 'hash+stamp'
  | 'hash'
  | 'plain-hash'
  | 'git-hash+stamp'
  | 'git-hash'
  | 'tag+stamp'
  | 'tag'
  | 'stamp'
  | 'stamp-in-seconds';

/** What is wrong with the values of a row that belongs to a migration. */
export type RowFault =
  | 'hash-of-other-line-ends'
  | 'hash-of-earlier-text'
  | 'hash-unknown'
  | 'hash-is-tag'
  | 'stamp-null'
  | 'stamp-in-seconds'
  | 'stamp-is-text'
  | 'stamp-differs'
  | 'name-null'
  | 'name-differs';

export interface TiedRow {
  row: HistoryRow;
  tie: Tie;
  /** Several migrations fit equally well; the tie is a guess by order. */
  ambiguous: boolean;
  faults: RowFault[];
}

export interface MigrationStanding {
  migration: Migration;
  state: State;
  /** First the row that counts, then further rows of the same migration. */
  rows: TiedRow[];
  /** What the stock migrator of this line would do with it on its next run. */
  stock: 'done' | 'runs' | 'skips';
}

export interface Standing {
  environment: string;
  table: HistoryTable | null;
  migrations: MigrationStanding[];
  /** Rows that belong to no migration of the folder. */
  orphans: HistoryRow[];
  /** What the stock migrator does next, in one word; `fails` says why. */
  stock: { outcome: 'nothing' | 'runs' | 'fails'; runs: string[]; skips: string[]; why?: string };
}
