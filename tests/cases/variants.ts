/** The same damage in another project: five ways to change everything about a case but what is wrong with it. */
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { seedFolder } from '../stock.ts';
import { type Case, variableOf } from './case.ts';
import type { Otherwise } from './place.ts';

export interface Variant {
  name: string;
  /** null: it cannot be made of this case. */
  of(one: Case): { one: Case; otherwise: Otherwise } | null;
}

const CONFIGS = ['drizzle.config.json', 'drizzle.config.ts'];

/** Edits the case's drizzle.config; a seed's own is first written as JSON, which is read without a process of its own. */
function configured(one: Case, edit: (config: { text: string; json: boolean }) => string): Otherwise['files'] {
  return (project) => {
    const name = CONFIGS.find((file) => existsSync(join(project, file)));
    if (name === undefined) return;
    const text = readFileSync(join(project, name), 'utf8');
    // A JSON config cannot read a variable, and where one is unset the config's own reading is what the case is about.
    if (one.unset.length === 0 && name.endsWith('.ts') && text === readFileSync(join(seedFolder(one.line), name), 'utf8')) {
      rmSync(join(project, name));
      writeFileSync(join(project, 'drizzle.config.json'), edit({ text: asJson(one), json: true }));
    } else writeFileSync(join(project, name), edit({ text, json: name.endsWith('.json') }));
  };
}

function asJson(one: Case): string {
  const has = one.environments.includes('default');
  const config = { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };
  return JSON.stringify({ ...config, ...(has ? { dbCredentials: { url: `{{${variableOf('default')}}}` } } : {}) }, null, 2);
}

const configOf = (one: Case): string | null => {
  const name = CONFIGS.find((file) => existsSync(join(one.folder, 'given', file)));
  return name === undefined ? null : readFileSync(join(one.folder, 'given', name), 'utf8');
};

const OUT = /(["']?out["']?\s*:\s*["'])(?:\.\/)?drizzle\/?(["'])/;
const MOVED = 'db/sql/migrations';

const moved: Variant = {
  name: 'the folder is elsewhere',
  of(one) {
    if (!OUT.test(configOf(one) ?? '')) return null;
    const config = configured(one, ({ text }) => text.replace(OUT, `$1./${MOVED}$2`));
    const files = (project: string): void => {
      config?.(project);
      if (existsSync(join(project, 'drizzle'))) {
        mkdirSync(dirname(join(project, MOVED)), { recursive: true });
        renameSync(join(project, 'drizzle'), join(project, MOVED));
      }
      for (const name of ['.gitignore', '.gitattributes', '.tidemark']) renamed(join(project, name));
    };
    // A repository's earlier commit would hold the folder's old place.
    return existsSync(join(one.folder, 'before')) ? null : { one, otherwise: { files } };
  },
};

function renamed(path: string): void {
  if (!existsSync(path)) return;
  if (path.endsWith('.tidemark')) {
    for (const file of readdirSync(path, { recursive: true }))
      if (String(file).endsWith('.json')) renamed(join(path, String(file)));
    return;
  }
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/(^|["'/\s])drizzle\//gm, `$1${MOVED}/`));
}

const MOVE_TABLE = `do $$ begin
  if to_regclass('drizzle.__drizzle_migrations') is null then return; end if;
  create schema ops;
  if (select relkind from pg_class where oid = 'drizzle.__drizzle_migrations'::regclass) = 'v' then
    alter view drizzle.__drizzle_migrations set schema ops;
    alter view ops.__drizzle_migrations rename to applied_migrations;
  else
    alter table drizzle.__drizzle_migrations set schema ops;
    alter table ops.__drizzle_migrations rename to applied_migrations;
  end if;
  if not exists (select from pg_class where relnamespace = 'drizzle'::regnamespace) then drop schema drizzle; end if;
end $$;`;

/** A migration that names the history table means that one, and its text cannot change without its hash. */
function namesTable({ folder }: Case): boolean {
  const files = readdirSync(join(folder, 'given'), { recursive: true }).map(String);
  const migrations = files.filter((file) => file.endsWith('.sql') && file !== 'database.sql' && !file.startsWith('databases/'));
  return migrations
    .map((file) => join(folder, 'given', file))
    .some((path) => lstatSync(path).isFile() && readFileSync(path, 'utf8').includes('__drizzle_migrations'));
}

const renamedTable: Variant = {
  name: 'the history table has another name',
  of(one) {
    const config = configOf(one);
    if (config === null || /migrations\s*["']?\s*:/.test(config) || one.environments.length === 0 || namesTable(one)) return null;
    const files = configured(one, ({ text, json }) => {
      const block = `"migrations": { "schema": "ops", "table": "applied_migrations" },`;
      return json ? text.replace('{', `{ ${block}`) : text.replace(/(defineConfig\(\{|export default \{)/, `$1 ${block}`);
    });
    return { one, otherwise: { ...(files ? { files } : {}), sql: MOVE_TABLE } };
  },
};

const indented: Variant = {
  name: 'JSON is indented with tabs',
  of(one) {
    const config = configured(one, ({ text }) => text);
    const files = (project: string): void => {
      config?.(project);
      for (const file of readdirSync(project, { recursive: true })) {
        const path = join(project, String(file));
        if (!/(_journal|_?snapshot)\.json$/.test(path) || !lstatSync(path).isFile()) continue;
        const bytes = readFileSync(path);
        const text = bytes.toString('utf8');
        if (Buffer.from(text).equals(bytes))
          writeFileSync(
            path,
            text.replaceAll(/^( {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2)),
          );
      }
    };
    return { one, otherwise: { files } };
  },
};

const named: Variant = {
  name: 'the environment has a name',
  of(one) {
    const given = join(one.folder, 'given');
    if (readdirSync(given).some((name) => name.startsWith('tidemark.config'))) return protectedToo(one);
    const config = configured(one, ({ text }) => text);
    const files = (project: string): void => {
      config?.(project);
      writeFileSync(join(project, 'tidemark.config.json'), JSON.stringify({ environments: { dev: {} } }));
    };
    return { one, otherwise: { files } };
  },
};

/** Where environments have names already, each asks for consent. */
function protectedToo(one: Case): ReturnType<Variant['of']> {
  if (!existsSync(join(one.folder, 'given', 'tidemark.config.json'))) return null;
  const config = configured(one, ({ text }) => text);
  const files = (project: string): void => {
    config?.(project);
    const path = join(project, 'tidemark.config.json');
    const ours = JSON.parse(readFileSync(path, 'utf8')) as { environments?: Record<string, object> };
    const environments = Object.entries(ours.environments ?? {}).map(([name, value]) => [name, { ...value, protected: true }]);
    writeFileSync(path, JSON.stringify({ ...ours, environments: Object.fromEntries(environments) }));
  };
  return { one, otherwise: { files } };
}

const below: Variant = {
  name: 'the project is a part of a repository',
  of(one) {
    const config = configured(one, ({ text }) => text);
    const files = (project: string): void => {
      config?.(project);
      cpSync(join(project, 'package.json'), join(project, '../../package.json'), { force: false });
    };
    return {
      one: { ...one, git: true, within: one.within ? `apps/${one.within}` : 'apps/api' },
      otherwise: existsSync(join(one.folder, 'given', 'package.json')) ? { files } : config ? { files: config } : {},
    };
  },
};

export const variants: readonly Variant[] = [moved, renamedTable, indented, named, below];
