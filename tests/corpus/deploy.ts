/** Deploys a folder state by state, as the stock 0.x migrator would have after each merge. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { DatabaseError } from 'pg';

export interface States {
  states: { files: Record<string, string> }[];
  blobs: Record<string, string>;
}

interface Journal {
  dialect: string;
  entries: { tag: string; when: number }[];
}

/** Everything above the newest stamp in one transaction, or nothing; a process each would take minutes. `first`: the tag that the history begins with. */
export async function deploy(
  client: pg.Client,
  files: Record<string, string>,
  blobs: States['blobs'],
  first: string,
): Promise<void> {
  const text = (path: string): string | undefined => blobs[files[path] ?? ''];
  const journal = JSON.parse(text('meta/_journal.json') ?? '{"dialect":"","entries":[]}') as Journal;
  // kaneo began on SQLite and restarted its history on PostgreSQL once more: that was a new database.
  if (journal.dialect !== 'postgresql' || journal.entries[0]?.tag !== first) return;
  if (journal.entries.some(({ tag }) => text(`${tag}.sql`) === undefined)) return;
  const { rows } = await client.query<{ created_at: string }>(
    'select created_at from drizzle.__drizzle_migrations order by created_at desc limit 1',
  );
  const newest = rows[0] ? Number(rows[0].created_at) : null;
  await client.query('begin');
  try {
    for (const { tag, when } of journal.entries) {
      if (newest !== null && newest >= when) continue;
      const sql = text(`${tag}.sql`) ?? '';
      for (const chunk of sql.split('--> statement-breakpoint')) await client.query(chunk);
      const hash = createHash('sha256').update(sql).digest('hex');
      await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [hash, when]);
    }
    await client.query('commit');
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await client.query('rollback');
  }
}

export const HISTORY_TABLE =
  'create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)';
