/** Statements on a database, over a connection of the test's own; values as text. */
import pg from 'pg';

export type Cells = Record<string, string | null>;

export interface Link {
  url: string;
  /** Rows of the last statement. Reconnects when the test has ended the backend or stopped the server. */
  query(text: string): Promise<Cells[]>;
  end(): Promise<void>;
}

const types = { getTypeParser: () => (value: unknown) => value } as unknown as pg.CustomTypesConfig;

export async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, ssl: false, types, connectionTimeoutMillis: 10_000 });
  // A test ends backends; who waits for an answer is told by it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export function link(url: string): Link {
  let client: pg.Client | null = null;
  return {
    url,
    async query(text) {
      if (client === null) {
        const opened = await open(url);
        opened.once('end', () => {
          if (client === opened) client = null;
        });
        client = opened;
      }
      const result = await client.query(text);
      const last = (Array.isArray(result) ? result.at(-1) : result) as pg.QueryResult<Cells>;
      return last.rows;
    },
    async end() {
      await client?.end();
      client = null;
    },
  };
}

export async function sql(url: string, text: string): Promise<Cells[]> {
  const one = link(url);
  return one.query(text).finally(() => one.end());
}

export const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Asks until it is true; fails with `what` after `patience` milliseconds. */
export async function until(what: string, patience: number, ask: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + patience; ; await pause(20)) {
    if (await ask()) return;
    if (performance.now() > end) throw new Error(`not within ${patience} ms: ${what}`);
  }
}
