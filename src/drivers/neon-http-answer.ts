/** What do the results and errors of Neon's HTTP endpoint say in PostgreSQL's own words? */
import { mask } from '../base/secret.ts';
import { databaseError, type Fields } from './answer.ts';
import { ConnectionLost, type DatabaseError, type Result } from './session.ts';

/** As the client gives it with `fullResults`, `arrayMode` and parsers that leave texts alone. */
export interface HttpResult {
  command: string;
  rowCount: number | null;
  fields: { name: string }[];
  rows: (string | null)[][];
}

/**
 * The endpoint cuts a tag at its first space: `CREATE TABLE` arrives as CREATE, and what follows is gone; of rows only the
 * number is told (neon: proxy/src/serverless/sql_over_http.rs, parse_command_tag).
 */
export function resultOf({ command, rowCount, fields, rows }: HttpResult): Result {
  const names = fields.map((field) => field.name);
  const count = rowCount === null ? '' : command === 'INSERT' ? ` 0 ${rowCount}` : ` ${rowCount}`;
  return {
    tag: `${command}${count}`,
    rows: rows.map((values) => Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]))),
  };
}

/** Failures of the network before anything was sent: Node's, and those of its fetch (`UND_ERR_…`). */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export type Failed =
  | { kind: 'refused'; fields: Fields }
  | { kind: 'unreachable'; error: Error & { code?: unknown } }
  /** Whether it was done is not known. `said`: the endpoint's own words, which come without an SQLSTATE. */
  | { kind: 'lost'; error: Error; said: boolean };

/** Of what the client threw. The endpoint answers 400 with an empty code for what PostgreSQL did not say, which may come too late. */
export function failedHow(thrown: unknown): Failed {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { code, sourceError } = error as Error & { code?: unknown; sourceError?: unknown };
  if (typeof code === 'string' && code.length === 5) return { kind: 'refused', fields: presentOf(error) };
  const below = sourceError instanceof Error ? sourceError.cause : error.cause;
  if (below instanceof Error) {
    const unreachable = NEVER_SENT.has(String((below as { code?: unknown }).code));
    return unreachable ? { kind: 'unreachable', error: below } : { kind: 'lost', error: below, said: false };
  }
  if (sourceError instanceof Error) return { kind: 'lost', error: sourceError, said: false };
  return { kind: 'lost', error: spoken(error), said: error.name === 'NeonDbError' };
}

/** The client repeats an answer of another status than 400 whole; what it says in words is one field of its JSON. */
function spoken(error: Error): Error {
  const brace = error.message.indexOf('{');
  if (error.name !== 'NeonDbError' || brace === -1) return error;
  try {
    const { message } = JSON.parse(error.message.slice(brace)) as { message?: unknown };
    return typeof message === 'string' ? new Error(error.message.slice(0, brace) + message, { cause: error }) : error;
  } catch (broken) {
    if (broken instanceof SyntaxError) return error;
    throw broken;
  }
}

const NAMES = [
  ...(['severity', 'code', 'detail', 'hint', 'position', 'internalPosition', 'internalQuery', 'where'] as const),
  ...(['schema', 'table', 'column', 'dataType', 'constraint', 'file', 'line', 'routine'] as const),
];

/** The endpoint writes what PostgreSQL did not send as null or as an empty text. */
function presentOf(error: Error): Fields {
  const given = error as Error & Record<string, unknown>;
  const fields: Fields = { message: error.message };
  for (const name of NAMES) {
    const value = given[name];
    if (typeof value === 'string' && value !== '') fields[name] = value;
  }
  return fields;
}

const LAST_WORDS = new Set(['FATAL', 'PANIC']);

/** `completed: null`: the endpoint does not tell how many statements had completed. A backend's last words leave open what it did. */
export function refusalOf(fields: Fields, completed: number | null): DatabaseError | ConnectionLost {
  const refusal = databaseError(fields, completed ?? 0, completed !== null);
  if (!LAST_WORDS.has(refusal.severity)) return refusal;
  return new ConnectionLost(`The connection was lost: ${refusal.message}`, { cause: refusal });
}

export const lost = (error: Error, secrets: readonly string[]): ConnectionLost =>
  new ConnectionLost(`The answer did not come: ${mask(error.message, secrets)}`, { cause: error });
