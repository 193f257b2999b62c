/** What a made-up history has built so far, so that its next statement fits. */

export interface Column {
  name: string;
  type: string;
  notNull: boolean;
  default: string | null;
  /** Something else is built on it: it is neither dropped nor given another type. */
  used: boolean;
}

export interface Table {
  name: string;
  key: 'serial' | 'uuid' | 'text';
  columns: Column[];
  indexes: { name: string; definition: string }[];
  constraints: { name: string; definition: string }[];
  policies: string[];
  triggers: string[];
  /** Something else is built on it. */
  used: boolean;
  rls: boolean;
}

export interface State {
  /** Of the migration that is written. */
  at: number;
  /** Ever used names are not used again unless that is meant. */
  names: number;
  tables: Table[];
  enums: { name: string; labels: string[] }[];
  views: { name: string; table: string }[];
  functions: string[];
  /** Dropped tables, as they were created. */
  gone: { name: string; text: string }[];
  /** Rows of the application, for tables that were made just now. */
  fresh: string[];
  seeded: number;
}

export const start = (): State => ({
  at: 0,
  names: 0,
  tables: [],
  enums: [],
  views: [],
  functions: [],
  gone: [],
  fresh: [],
  seeded: 0,
});

const NOUNS = ['user', 'order', 'invoice', 'note', 'team', 'item', 'event', 'plan', 'asset', 'visit', 'label', 'price'];
const PARTS = ['title', 'state', 'amount', 'code', 'email', 'kind', 'rank', 'body', 'origin', 'share', 'city', 'phase'];

export const freshTable = (s: State): string => `${NOUNS[s.names % NOUNS.length]}s_${(s.names++).toString(36)}`;
export const freshColumn = (s: State): string => `${PARTS[(s.names * 7) % PARTS.length]}_${(s.names++).toString(36)}`;
export const freshName = (s: State, word: string): string => `${word}_${(s.names++).toString(36)}`;
