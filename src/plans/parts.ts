/** Into which transactions is a migration cut, when one cannot hold it? Mostly into none: null. */
import type { LockNeed, MigrationRun, Part, SqlFacts, Statement } from '../model/index.ts';
import { wordsOf } from '../sql/words.ts';

export type Cut = { ok: true; parts: Part[] | null } | { ok: false; line: number; why: string };

/**
 * Statements share a transaction as far as they can. A statement that no transaction can hold is a part of its own; BEGIN and
 * COMMIT in the file are bounds of parts; a value added to an enum is committed before it is used.
 */
export function cut(text: string, { statements, chunks, unparsed }: SqlFacts): Cut {
  // What the parser does not read is sent as it is: the server says where the fault is.
  if (unparsed !== undefined || chunks.some((c) => c.error)) return { ok: true, parts: null };
  const parts: Part[] = [];
  let open: Statement[] = [];
  let added: string[] = [];
  let own = false;
  const close = (): void => {
    const [first, last] = [open[0], open.at(-1)];
    if (first && last) parts.push({ offset: first.offset, length: last.offset + last.length - first.offset });
    open = [];
    added = [];
  };
  for (const s of statements) {
    const said = text.slice(s.offset, s.offset + s.length);
    if (s.control === 'rollback')
      return { ok: false, line: s.line, why: 'it says ROLLBACK, so what should be there afterwards is not certain' };
    if (s.control === 'commit' && s.nonTransactional === undefined && wordsOf(said)[0]?.text === 'prepare')
      return {
        ok: false,
        line: s.line,
        why: 'PREPARE TRANSACTION leaves a transaction open, which holds its locks until somebody ends it',
      };
    if (s.control === 'begin' || (s.control === 'commit' && s.nonTransactional === undefined)) {
      close();
      own = s.control === 'begin';
      continue;
    }
    if (s.nonTransactional !== undefined && s.trace) {
      if (own) return { ok: false, line: s.line, why: `${s.nonTransactional}, and the file has put it into one with BEGIN` };
      close();
      parts.push({ offset: s.offset, length: s.length, alone: { why: s.nonTransactional, trace: s.trace } });
      continue;
    }
    if (!own && usesAny(said, added)) close();
    if (s.addsEnumValue) added.push(s.addsEnumValue.value);
    open.push(s);
  }
  close();
  const whole =
    parts.length === 1 && parts[0]?.alone === undefined && !statements.some((s) => s.control && s.control !== 'savepoint');
  return { ok: true, parts: whole || parts.length === 0 ? null : parts };
}

/** More than one transaction is needed, or none will do. */
export const isCut = ({ parts = [] }: MigrationRun): boolean => parts.length > 1 || parts[0]?.alone !== undefined;

function usesAny(sql: string, values: readonly string[]): boolean {
  if (values.length === 0) return false;
  return wordsOf(sql).some((w) => w.kind === 'literal' && values.includes(w.text));
}

/**
 * Relations that were there before and for which others will wait, each once and with the stronger lock. `first`: they may all
 * be locked at the start, which is wrong where the file also changes rows and so holds them for as long as that takes.
 */
export function locksOf(statements: readonly Statement[]): { needs: LockNeed[]; first: boolean } {
  const made = new Set<string>();
  const needs = new Map<string, LockNeed>();
  for (const s of statements) {
    if (s.nonTransactional !== undefined) continue;
    for (const need of s.locks) {
      const key = `${need.relation.schema}.${need.relation.name}`;
      if (made.has(key)) continue;
      if (need.stops === 'readers' || !needs.has(key)) needs.set(key, need);
    }
    for (const o of s.creates) if (o.kind === 'table' || o.kind === 'view') made.add(`${o.schema}.${o.name}`);
  }
  return { needs: [...needs.values()], first: !statements.some((s) => s.data) };
}
