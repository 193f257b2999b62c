/** What a case needs of a database, whichever it is. */

export interface Database {
  url: string;
  /** Every value as text. One statement. */
  query(sql: string): Promise<Record<string, string | null>[]>;
  /** Several statements. */
  exec(sql: string): Promise<void>;
}

export interface Engine {
  name: 'pglite' | 'pg';
  /** Of the server; null in this process. */
  major: number | null;
  /** Fresh databases that hold what these texts make; the ones made before are gone. */
  make(key: string, texts: ReadonlyMap<string, string>, role: string | null): Promise<Map<string, Database>>;
  close(): Promise<void>;
}
