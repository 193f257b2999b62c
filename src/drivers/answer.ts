/** Gathers the server's messages that answer one simple-query message. */
import { DatabaseError, type Result } from './session.ts';

/** The fields of an ErrorResponse or NoticeResponse, as both drivers' protocol parsers name them. */
export interface Fields {
  message?: string | undefined;
  severity?: string | undefined;
  code?: string | undefined;
  detail?: string | undefined;
  hint?: string | undefined;
  position?: string | undefined;
  internalPosition?: string | undefined;
  internalQuery?: string | undefined;
  where?: string | undefined;
  schema?: string | undefined;
  table?: string | undefined;
  column?: string | undefined;
  dataType?: string | undefined;
  constraint?: string | undefined;
  file?: string | undefined;
  line?: string | undefined;
  routine?: string | undefined;
}

export interface Answer {
  readonly results: Result[];
  /** The server's refusal. What follows it in the same message was skipped. */
  readonly error: DatabaseError | null;
  columns(names: string[]): void;
  row(values: readonly (string | null)[]): void;
  complete(tag: string): void;
  refuse(fields: Fields): void;
}

export function answer(): Answer {
  const results: Result[] = [];
  let names: string[] = [];
  let plain = true;
  let rows: Result['rows'] = [];
  let error: DatabaseError | null = null;
  return {
    results,
    get error() {
      return error;
    },
    columns(given) {
      names = given;
      plain = !given.includes('__proto__');
    },
    row(values) {
      rows.push(plain ? assigned(names, values) : Object.fromEntries(names.map((name, i) => [name, values[i] ?? null])));
    },
    complete(tag) {
      results.push({ tag, rows });
      rows = [];
      names = [];
    },
    refuse(fields) {
      error ??= databaseError(fields, results.length);
    },
  };
}

/** A catalog has ten thousand rows, for which `fromEntries` takes more than twice as long; but `__proto__` cannot be assigned. */
function assigned(names: readonly string[], values: readonly (string | null)[]): Result['rows'][number] {
  const row: Result['rows'][number] = {};
  for (let i = 0; i < names.length; i += 1) row[names[i] as string] = values[i] ?? null;
  return row;
}

/** `counted: false`: the protocol does not tell `completed`. */
export function databaseError(fields: Fields, completed: number, counted = true): DatabaseError {
  return new DatabaseError(fields.message ?? '', {
    // PostgreSQL always sends a code; XX000 is its own word for an error without one.
    sqlstate: fields.code ?? 'XX000',
    severity: fields.severity ?? 'ERROR',
    detail: fields.detail ?? null,
    hint: fields.hint ?? null,
    position: fields.position === undefined ? null : Number(fields.position),
    schema: fields.schema ?? null,
    table: fields.table ?? null,
    column: fields.column ?? null,
    dataType: fields.dataType ?? null,
    constraint: fields.constraint ?? null,
    context: fields.where ?? null,
    internalQuery: fields.internalQuery ?? null,
    internalPosition: fields.internalPosition === undefined ? null : Number(fields.internalPosition),
    source: fields.routine === undefined ? null : `${fields.routine}, ${fields.file}:${fields.line}`,
    completed,
    counted,
  });
}
