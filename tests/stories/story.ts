/** One of the stories with its three databases and a config that names them, and what a person types there. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createDatabase, PASSWORD, type Server } from '../servers.ts';
import { stockProject } from '../stock.ts';

export type Place = 'dev' | 'test' | 'production';

export interface Story {
  urls: Record<Place, string>;
  /** `{plan}` is the hash of the plan that was told last. Without a terminal. */
  type(line: string): Promise<{ exit: number; said: string }>;
  ask(place: Place, sql: string): Promise<Record<string, unknown>[]>;
  /** What pg_dump says, but for schema tidemark, in the order of its lines. */
  dump(place: Place): string;
}

const CONFIG = `import { defineConfig } from 'tidemark';

export default defineConfig({
  defaultEnvironment: 'dev',
  environments: {
    dev: { url: process.env.DATABASE_URL_DEV },
    test: { url: process.env.DATABASE_URL_TEST },
    production: { url: process.env.DATABASE_URL_PRODUCTION, protected: true },
  },
});
`;

/** `folder` holds a copy of its project already; `story`: where its databases lie. */
export async function openStory(server: Server, story: string, folder: string): Promise<Story> {
  await stockProject('0.x', folder);
  writeFileSync(join(folder, 'tidemark.config.ts'), CONFIG);
  const env: Record<string, string | undefined> = { PATH: process.env['PATH'], HOME: folder };
  const made = async (place: Place): Promise<string> => {
    const url = await createDatabase(server);
    env[`DATABASE_URL_${place.toUpperCase()}`] = url;
    await asked(url, readFileSync(join(story, `databases/${place}.sql`), 'utf8'));
    return url;
  };
  const urls = { dev: await made('dev'), test: await made('test'), production: await made('production') };
  let plan = '';

  return {
    urls,
    async type(line) {
      let all = '';
      const take = (text: string): void => {
        all += text;
      };
      const exit = await main({
        argv: line.replace('{plan}', plan).split(' '),
        cwd: folder,
        env,
        version: '0.0.0',
        columns: undefined,
        interactive: false,
        by: 'ada@example',
        now: Date.now,
        out: take,
        err: take,
      });
      expect(all).not.toContain(PASSWORD);
      plan = /^Plan ([0-9a-f]{6})\b/m.exec(all)?.[1] ?? plan;
      return { exit, said: `$ tidemark ${line}\n${all}[${exit}]\n` };
    },
    ask: (place, sql) => asked(urls[place], sql),
    dump(place) {
      const text = execFileSync('pg_dump', ['--exclude-schema', 'tidemark', urls[place]], { encoding: 'utf8' });
      // The word behind \restrict is another each time.
      const lines = text.split('\n').filter((l) => !l.startsWith('\\restrict') && !l.startsWith('\\unrestrict'));
      return lines.sort().join('\n');
    },
  };
}

async function asked(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, ssl: false });
  await client.connect();
  const result = await client.query(sql).finally(() => client.end());
  return (Array.isArray(result) ? result.at(-1) : result).rows as Record<string, unknown>[];
}
