/** What drizzle-kit's `pull` writes of a schema, as TypeScript: it reads it from a PGlite that holds nothing else. */
import { existsSync, promises as fs } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseError } from '../../drivers/session.ts';
import type { Project, Read } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { modulesOf, withNeeded } from '../shadow/box.ts';
import { openPort } from '../shadow/pglite-port.ts';
import { startPgliteWorker } from '../shadow/pglite-worker.ts';
import { LIMIT } from '../shadow/shadow.ts';
import { ShadowStopped } from '../shadow/stopped.ts';
import { inTemporary } from '../temporary.ts';
import { inChild, type Kit, lastWords } from './drizzle-kit.ts';

/** Each list of statements runs behind the one before it; an answer a list, in TypeScript. */
export async function pulledSchemas(
  project: Project,
  kit: Kit,
  extensions: readonly string[],
  stages: readonly (readonly string[])[],
): Promise<Read<string[]>> {
  const worker = await startPgliteWorker(modulesOf(withNeeded(extensions)));
  try {
    const [shown] = await worker.send('show server_version', LIMIT);
    const port = await openPort(worker.raw, shown?.rows[0]?.['server_version'] ?? '18.0');
    try {
      const texts: string[] = [];
      for (const statements of stages) {
        for (const sql of statements) await worker.send(sql, LIMIT);
        const [found] = await worker.send(SCHEMAS, LIMIT);
        const schemas = found?.rows.flatMap((row) => row['name'] ?? []) ?? [];
        const text = await pulled(project, kit, port, schemas);
        if (!text.ok) return text;
        texts.push(text.value);
      }
      return got(texts);
    } finally {
      await port.close();
    }
  } catch (error) {
    if (error instanceof ShadowStopped) return { ok: false, why: error.message };
    if (!(error instanceof DatabaseError)) throw error;
    return { ok: false, why: `PGlite refused a statement: ${error.message} (${error.sqlstate})` };
  } finally {
    await worker.end();
  }
}

const SCHEMAS = `select nspname::text as name from pg_catalog.pg_namespace
  where nspname !~ '^pg_' and nspname <> 'information_schema' order by nspname`;

async function pulled(
  { root }: Project,
  { bin, version }: Kit,
  { port, password }: { port: number; password: string },
  schemaFilter: readonly string[],
): Promise<Read<string>> {
  return inTemporary<Read<string>>(async (folder) => {
    const config = join(folder, 'drizzle.config.js');
    const says = {
      dialect: 'postgresql',
      out: relative(root, join(folder, 'out')),
      dbCredentials: { host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres', ssl: false },
      schemaFilter,
      introspect: { casing: 'camel' },
    };
    await fs.writeFile(config, `module.exports = ${JSON.stringify(says)};\n`, { mode: 0o600 });
    const told = await inChild([bin, 'pull', '--config', relative(root, config)], root, `drizzle-kit ${version} pull`);
    if (!told.ok) return told;
    const made = join(folder, 'out', 'schema.ts');
    // 0.31 ends with status 0 whatever happened.
    if (!existsSync(made)) return { ok: false, why: `drizzle-kit ${version} pull wrote nothing: ${lastWords(told.value)}` };
    return got(await fs.readFile(made, 'utf8'));
  });
}
