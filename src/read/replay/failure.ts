/** Where a migration stopped, in its file's own lines, and in PostgreSQL's words. */
import { placeOf } from '../../base/line.ts';
import { DatabaseError } from '../../drivers/session.ts';
import type { Migration, ReplayFailure } from '../../model/index.ts';
import { ShadowRefused, ShadowStopped } from '../shadow/stopped.ts';
import type { Sendable } from './sendable.ts';

const SHORT = 300;

/** `lead`: characters of ours before the statement in the message. */
export function failureOf(migration: Migration, statement: Sendable, error: unknown, lead: number): ReplayFailure {
  const foreseen = [DatabaseError, ShadowStopped, ShadowRefused, RangeError].some((kind) => error instanceof kind);
  if (!foreseen || !(error instanceof Error)) throw error;
  const said = error instanceof DatabaseError ? error : null;
  const text = migration.sql.ok ? migration.sql.value.text : '';
  const within = said?.position === null || !said ? 0 : utf16(statement.text, said.position - lead);
  const { line, column } = placeOf(text, statement.offset + within);
  return {
    ...nowhere(migration, error.message),
    line,
    column,
    sqlstate: said?.sqlstate ?? null,
    detail: said?.detail ?? null,
    hint: said?.hint ?? null,
    statement: statement.text.length > SHORT ? `${statement.text.slice(0, SHORT)}…` : statement.text,
  };
}

/** It did not come to a statement. */
export const nowhere = (migration: Migration, message: string, line: number | null = null): ReplayFailure => ({
  migration: migration.name,
  file: migration.file,
  line,
  column: line === null ? null : 1,
  sqlstate: null,
  message,
  detail: null,
  hint: null,
  statement: null,
});

/** PostgreSQL counts characters from 1. */
function utf16(text: string, position: number): number {
  let at = 0;
  for (let n = 1; n < position && at < text.length; n += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return Math.min(at, text.length);
}
