/** What a connection URL points at, without its password, in a form that can be printed and compared. */
import { databaseKey } from '../../base/host.ts';
import { Problem } from '../../base/problem.ts';
import { type PostgresUrl, readUrl } from '../../drivers/connection.ts';
import { got, type Read } from '../../model/read.ts';

export interface Address {
  /** host[:port], or a socket's folder[:port]; `readPrinted` reads it. */
  host: string;
  database: string;
  role: string;
  /** `databaseKey` of it. */
  key: string;
}

export function addressOf(url: string): Read<Address> {
  let read: PostgresUrl;
  try {
    read = readUrl(url);
  } catch (error) {
    if (error instanceof Problem)
      return { ok: false, why: `the URL cannot be used: ${error.why} ${error.fix.replaceAll('\n', '. ')}` };
    throw error;
  }
  const role = read.user ?? '';
  const database = read.database ?? role;
  const host = read.port === 5432 ? read.host : `${read.host}:${read.port}`;
  return got({ host, database, role, key: databaseKey(read, database, role) });
}

/** A PGlite folder is its own key. */
export function keyOf(url: string): string {
  const address = addressOf(url);
  return address.ok ? address.value.key : `pglite:${url}`;
}
