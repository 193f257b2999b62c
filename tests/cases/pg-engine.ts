/** Databases on a real server: one template a case, copied for each use. */
import pg from 'pg';
import { createDatabase, dropDatabase, PASSWORD, type Server } from '../servers.ts';
import type { Database, Engine } from './engine.ts';

export function pgEngine(server: Server): Engine {
  let templates: { key: string; urls: Map<string, string> } | null = null;
  let used: string[] = [];
  const roles = new Set<string>();
  const clear = async (): Promise<void> => {
    for (const url of used) await dropDatabase(server, url);
    used = [];
  };
  const forget = async (): Promise<void> => {
    await clear();
    for (const url of templates?.urls.values() ?? []) await dropDatabase(server, url);
    templates = null;
    for (const role of roles)
      await withClient(server.url(), (client) => client.query(`drop role if exists ${pg.escapeIdentifier(role)}`));
    roles.clear();
  };
  return {
    name: 'pg',
    major: server.major,
    async make(key, texts, role) {
      if (templates?.key !== key) {
        await forget();
        if (role !== null) {
          roles.add(role);
          await withClient(server.url(), (client) =>
            client.query(`create role ${pg.escapeIdentifier(role)} login password '${PASSWORD}'`),
          );
        }
        const urls = new Map<string, string>();
        templates = { key, urls };
        for (const [environment, text] of texts) {
          const url = await createDatabase(server);
          urls.set(environment, url);
          await withClient(url, (client) => client.query(text));
        }
      }
      await clear();
      const out = new Map<string, Database>();
      for (const [environment, template] of templates.urls) {
        const url = await createDatabase(server, { template: new URL(template).pathname.slice(1) });
        used.push(url);
        out.set(environment, databaseOf(url, role));
      }
      return out;
    },
    close: forget,
  };
}

const types = { getTypeParser: () => (value: unknown) => value } as unknown as pg.CustomTypesConfig;

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, ssl: false, types });
  await client.connect();
  return work(client).finally(() => client.end());
}

const databaseOf = (url: string, role: string | null): Database => ({
  url: role === null ? url : url.replace('//postgres:', `//${role}:`),
  query: async (sql) => (await withClient(url, (client) => client.query(sql))).rows as Record<string, string | null>[],
  exec: async (sql) => {
    await withClient(url, (client) => client.query(sql));
  },
});
