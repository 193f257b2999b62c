/** Everything a case's place holds, as text: files with their modes, databases with definitions, rows and sequences. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Database } from './engine.ts';
import type { Place } from './place.ts';

const OURS = ['.tidemark', 'node_modules', '.git'];

/** Path → mode and bytes (latin1). `.tidemark` is left out unless asked for. */
export function filesOf(folder: string, withOurs = false): Map<string, string> {
  const out = new Map<string, string>();
  const walk = (at: string): void => {
    const entries = readdirSync(at, { withFileTypes: true });
    if (entries.length === 0) out.set(`${relative(folder, at)}/`, 'empty ');
    for (const entry of entries) {
      const path = join(at, entry.name);
      if (OURS.includes(entry.name) && !(withOurs && entry.name === '.tidemark')) continue;
      if (entry.isDirectory()) walk(path);
      else {
        const content = entry.isSymbolicLink() ? readlinkSync(path) : readFileSync(path, 'latin1');
        out.set(relative(folder, path), `${(lstatSync(path).mode & 0o777).toString(8)} ${content}`);
      }
    }
  };
  walk(folder);
  return out;
}

const USER = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'tidemark') and n.nspname not like 'pg\\_%'`;

const CATALOG = `
select 'schema ' || n.nspname as line from pg_namespace n where ${USER}
union all select 'relation ' || n.nspname || '.' || c.relname || ' ' || c.relkind::text || ' ' || c.relpersistence::text || ' owner ' || pg_get_userbyid(c.relowner) || ' ' || coalesce(c.relacl::text, '') || case when c.relrowsecurity then ' rls' else '' end
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${USER} and c.relkind <> 'c'
union all select 'column ' || n.nspname || '.' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') || ' ' || a.attidentity::text
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where ${USER} and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
union all select 'index ' || pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where ${USER}
union all select 'constraint ' || c.conrelid::regclass::text || ' ' || c.conname || ' ' || pg_get_constraintdef(c.oid) from pg_constraint c join pg_namespace n on n.oid = c.connamespace where ${USER} and c.contype <> 'n'
union all select 'trigger ' || pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where ${USER} and not t.tgisinternal
union all select 'policy ' || n.nspname || '.' || c.relname || ' ' || p.polname from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${USER}
union all select 'view ' || n.nspname || '.' || c.relname || ' ' || pg_get_viewdef(c.oid) from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${USER} and c.relkind in ('v', 'm')
union all select 'enum ' || n.nspname || '.' || t.typname || ' ' || string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_enum e join pg_type t on t.oid = e.enumtypid join pg_namespace n on n.oid = t.typnamespace where ${USER} group by n.nspname, t.typname
union all select 'function ' || pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${USER} and p.prokind in ('f', 'p')
order by 1`;

const TABLES = `select n.nspname as schema, c.relname as name, c.relkind as kind from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${USER} and c.relkind in ('r', 'S') order by 1, 2`;

const quoted = (name: string | null | undefined): string => `"${(name ?? '').replaceAll('"', '""')}"`;

/** Lines: definitions, then rows and sequence positions. Equal dumps are equal databases, but for schema tidemark. */
export async function databaseDump(database: Database): Promise<string[]> {
  const out = (await database.query(CATALOG)).map((row) => row['line'] ?? '');
  // Collations of the engines differ.
  out.sort();
  for (const { schema, name, kind } of await database.query(TABLES)) {
    const from = `${quoted(schema)}.${quoted(name)}`;
    if (kind === 'S') {
      const [at] = await database.query(`select last_value::text as last, is_called::text as called from ${from}`);
      out.push(`sequence ${schema}.${name} at ${at?.['last']}${at?.['called'] === 'true' ? '' : ' (not yet given)'}`);
    } else {
      const rows = await database.query(`select to_jsonb(t)::text as row from ${from} t order by 1`);
      out.push(...rows.map(({ row }) => `row ${schema}.${name} ${row}`).sort());
    }
  }
  return out;
}

/** The whole place as one comparable value. */
export async function stateOf(place: Place): Promise<Record<string, string>> {
  const state: Record<string, string> = Object.fromEntries(
    [...filesOf(join(place.folder, 'place'))].map(([path, text]) => [path, place.hide(text)]),
  );
  for (const [environment, database] of place.databases)
    state[`database ${environment}`] = (await databaseDump(database)).join('\n');
  return state;
}
