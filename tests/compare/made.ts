/** Migrations and history tables made of a few words, for tests that compare them. */
import { sha256 } from '../../src/base/fingerprint.ts';
import type { Field, JournalEntry, Migration, SqlText } from '../../src/model/folder.ts';
import type { GitText } from '../../src/model/git.ts';
import type { HistoryRow, HistoryTable } from '../../src/model/history.ts';
import { got, type Read } from '../../src/model/read.ts';

export function sqlText(text: string): SqlText {
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const bytes = Buffer.byteLength(text);
  const crlf = text.includes('\r\n');
  const crlfHash = sha256(plain.replaceAll('\n', '\r\n'));
  return { bytes, text, hash: sha256(text), plainHash: sha256(plain), crlfHash, encoding: 'utf8', crlf };
}

export const hashOf = (text: string): string => sha256(text);

export interface EntryWords {
  /** The entry's own fields, `tag` and `when` among them. */
  fields: Record<string, unknown>;
  /** null: the file is not there. */
  text: string | null;
}

function fieldOf(value: unknown): Field {
  return { value, offset: 0, length: 0, line: 1 };
}

export function journalMigration({ fields, text }: EntryWords, position: number): Migration {
  const { tag, when } = fields;
  const entryFields = new Map(Object.entries(fields).map(([key, value]) => [key, fieldOf(value)]));
  const entry: JournalEntry = { position, offset: 0, length: 0, line: 1, column: 1, fields: entryFields, value: fields };
  const named = typeof tag === 'string';
  return {
    name: named ? tag : `#${position}`,
    position,
    file: named ? `drizzle/${tag}.sql` : null,
    sql: text === null || !named ? { ok: false, why: 'ENOENT' } : got(sqlText(text)),
    when: typeof when === 'number' && Number.isFinite(when) ? when : null,
    entry,
  };
}

const STAMPED = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/;

export function datedMigration(name: string, text: string | null, position: number): Migration {
  const parts = STAMPED.exec(name)?.slice(1).map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts ?? [];
  return {
    name,
    position,
    file: `drizzle/${name}/migration.sql`,
    sql: text === null ? { ok: false, why: 'EACCES' } : got(sqlText(text)),
    when: parts ? Date.UTC(year, month - 1, day, hour, minute, second) : null,
  };
}

export type RowWords = [hash: string | null, createdAt: string | null, name?: string | null];

export interface TableWords {
  named?: boolean;
  /** Type of created_at. */
  type?: string;
  /** Position of the row that the server gives as the newest; without it the greatest number, NULL before all. */
  newest?: number;
}

export function historyTable(rows: RowWords[], { named = false, type = 'bigint', newest }: TableWords = {}): HistoryTable {
  const made = rows.map(([hash, createdAt, name = null], position): HistoryRow => {
    const id = String(position + 1);
    const values = { id, hash, created_at: createdAt, ...(named ? { name, applied_at: null } : {}) };
    return { position, values, id, hash, createdAt, name: named ? name : null };
  });
  const first = (a: HistoryRow, b: HistoryRow): number =>
    Number(a.createdAt !== null) - Number(b.createdAt !== null) || Number(b.createdAt) - Number(a.createdAt);
  return tableOf(made, newest === undefined ? ([...made].sort(first)[0] ?? null) : (made[newest] ?? null), { named, type });
}

export function tableOf(
  rows: HistoryRow[],
  newest: HistoryRow | null,
  { named, type }: { named: boolean; type: string },
): HistoryTable {
  const column = (name: string, its: string) => ({ name, type: its, notNull: false, default: null });
  const columns = [column('id', 'integer'), column('hash', 'text'), column('created_at', type)];
  if (named) columns.push(column('name', 'text'), column('applied_at', 'timestamp with time zone'));
  return {
    schema: 'drizzle',
    name: '__drizzle_migrations',
    kind: 'table',
    unlogged: false,
    columns,
    shape: named ? '1.0' : '0.x',
    rows,
    newest,
    print: '',
    sequence: null,
    triggers: [],
    rowSecurity: false,
    may: { select: true, insert: true, update: true, delete: true, own: true },
  };
}

/** Earlier texts, by the path they had. */
export function gitTexts(texts: { path: string; text: string }[] = []): Read<ReadonlyMap<string, GitText>> {
  const entries = texts.map(({ path, text }): [string, GitText] => {
    const hash = sha256(text);
    return [hash, { hash, path, text, commit: 'abc1234', date: '2025-01-01T00:00:00Z' }];
  });
  return got(new Map(entries));
}
