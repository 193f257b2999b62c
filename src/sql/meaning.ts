/** What a sentence about a refused migration is made of. */
import { identifier } from './quote.ts';
import type { Subject } from './subject.ts';

/** What a sentence may be made of. A name that is null is not known: nothing is read out of messages. */
export interface Refused {
  migration: string;
  file: string;
  /** ` -e production`; '' where none is needed. */
  on: string;
  subject: Subject;
  /** The statement as it stands in the file; '' where it is not known. */
  statement: string;
  /** What stands before it in the file has run, so the file may not be edited there. */
  ran?: boolean;
  /** What stands at the error's position. */
  name: { written: string; read: string } | null;
  schema: string | null;
  table: string | null;
  column: string | null;
  constraint: string | null;
  role: string;
  database: string;
  /** Milliseconds: of `statement_timeout` as we set it (0: none), and how long this try took. */
  statementTimeout: number;
  took: number;
}

/** `says`: what happened. `next`: what to do before the migration is run again, a line each. */
export interface Meaning {
  says: (r: Refused) => string;
  next: (r: Refused) => string[];
}

export const plain = (says: string, ...next: string[]): Meaning => ({ says: () => says, next: () => next });
/** In a step `{file}` is the migration's file, `{migration}` its name, `{on}` the environment's flag. */
export const mend = (says: string, ...next: string[]): Meaning => ({
  says: () => says,
  next: ({ file, migration, on }) =>
    next.map((line) => line.replace('{file}', file).replaceAll('{migration}', migration).replace('{on}', on)),
});

export const tableOf = (r: Refused): string | null =>
  r.table === null
    ? null
    : r.schema === null || r.schema === 'public'
      ? identifier(r.table)
      : `${identifier(r.schema)}.${identifier(r.table)}`;
export const rowsOf = (r: Refused): string => (r.table === null ? 'Rows' : `Rows of ${r.table}`);
/** Where rows may be changed so that the statement passes. */
export const byHand = ({ ran, file }: Refused): string => (ran ? 'by hand' : `by hand, or in ${file} before this statement`);
export const first = (name: string): string => name.split('.')[0] ?? name;
export const last = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
