/** Migrations made of texts, for replays. */
import type { Migration } from '../../src/model/index.ts';
import { sqlText } from '../../src/read/folder/sql-file.ts';

export const HISTORY = { table: { schema: 'drizzle', name: '__drizzle_migrations' }, line: '0.x' as const };

export const migrationsFrom = (...texts: string[]): Migration[] =>
  texts.map((text, position) => ({
    name: `${String(position).padStart(4, '0')}_m`,
    position,
    file: `drizzle/${String(position).padStart(4, '0')}_m.sql`,
    sql: { ok: true, value: sqlText(Buffer.from(text)) },
    when: 1_700_000_000_000 + position,
  }));
