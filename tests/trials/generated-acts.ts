/** What a migration of a made-up history may do, and how often. null: nothing of the kind fits now. */
import type { Random } from '../compare/random.ts';
import { DATA } from './generated-data.ts';
import { OTHERS } from './generated-others.ts';
import { type Column, freshColumn, freshName, freshTable, type State, type Table } from './generated-state.ts';

export interface Act {
  weight: number;
  act(r: Random, s: State): string[] | null;
}

const TYPES = ['text', 'integer', 'varchar(100)', 'boolean', 'timestamp with time zone', 'jsonb', 'numeric(10, 2)', 'bigint'];
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  text: ["'new'", "'old'", "''"],
  integer: ['0', '1', '42'],
  'varchar(100)': ["'x'", "'y'"],
  'varchar(255)': ["'x'", "'y'"],
  boolean: ['false', 'true'],
  'timestamp with time zone': ['now()'],
  jsonb: ["'{}'::jsonb", "'[]'::jsonb"],
  'numeric(10, 2)': ['0', '9.5'],
  bigint: ['0', '7'],
};
const WIDER: Readonly<Record<string, string>> = {
  integer: 'bigint',
  'varchar(100)': 'varchar(255)',
  'varchar(255)': 'text',
  'numeric(10, 2)': 'numeric',
};

const q = (name: string): string => `"${name}"`;
const column = (r: Random, s: State): Column => {
  const labels = s.enums.length > 0 && r.chance(0.15) ? r.pick(s.enums) : null;
  const type = labels ? q(labels.name) : r.pick(TYPES);
  const fitting = labels ? [`'${labels.labels[0]}'`] : (DEFAULTS[type] ?? []);
  const value = fitting.length > 0 && r.chance(0.5) ? r.pick(fitting) : null;
  return { name: freshColumn(s), type, notNull: value !== null && r.chance(0.5), default: value, used: false };
};
const written = (c: Column): string =>
  `${q(c.name)} ${c.type}${c.default === null ? '' : ` DEFAULT ${c.default}`}${c.notNull ? ' NOT NULL' : ''}`;

const KEYS = {
  serial: '"id" serial PRIMARY KEY NOT NULL',
  uuid: '"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL',
  text: '"id" text PRIMARY KEY NOT NULL',
} as const;

function newTable(r: Random, s: State, name: string): { table: Table; text: string } {
  const columns = Array.from({ length: 2 + r.below(4) }, () => column(r, s));
  const key = r.pick(['serial', 'uuid', 'text'] as const);
  const table: Table = { name, key, columns, indexes: [], constraints: [], policies: [], triggers: [], used: false, rls: false };
  const may = r.chance(0.2) ? 'CREATE TABLE IF NOT EXISTS' : 'CREATE TABLE';
  return { table, text: `${may} ${q(name)} (\n\t${[KEYS[key], ...columns.map(written)].join(',\n\t')}\n)` };
}

const some = (r: Random, s: State): Table | null => (s.tables.length > 0 ? r.pick(s.tables) : null);
const free = (r: Random, t: Table, fits: (c: Column) => boolean = () => true): Column | null => {
  const all = t.columns.filter((c) => !c.used && fits(c));
  return all.length > 0 ? r.pick(all) : null;
};

function createTable(r: Random, s: State): string[] {
  const { table, text } = newTable(r, s, freshTable(s));
  const [other] = s.tables;
  s.tables.push(table);
  const keyed = table.key === 'text' ? ['id'] : [];
  s.fresh.push(
    ...[1, 2, 3].map((n) => `insert into ${q(table.name)} ${keyed.length > 0 ? `("id") values ('app-${n}')` : 'default values'}`),
  );
  if (!other || !r.chance(0.4)) return [text];
  other.used = true;
  table.used = true;
  const of = freshColumn(s);
  const type = other.key === 'serial' ? 'integer' : other.key;
  table.columns.push({ name: of, type, notNull: false, default: null, used: true });
  const key = `ALTER TABLE ${q(table.name)} ADD CONSTRAINT "${table.name}_${of}_fk" FOREIGN KEY (${q(of)}) REFERENCES ${q(other.name)}("id") ON DELETE cascade`;
  const fk = r.chance(0.3) ? `DO $$ BEGIN\n ${key};\nEXCEPTION\n WHEN duplicate_object THEN null;\nEND $$` : key;
  return [text, `ALTER TABLE ${q(table.name)} ADD COLUMN ${q(of)} ${type}`, fk];
}

function dropTable(r: Random, s: State): string[] | null {
  const t = r.pick(s.tables);
  if (s.tables.length < 3 || t.used || t.triggers.length > 0) return null;
  s.tables.splice(s.tables.indexOf(t), 1);
  s.gone.push({ name: t.name, text: '' });
  return [`DROP TABLE ${r.chance(0.3) ? 'IF EXISTS ' : ''}${q(t.name)}${r.chance(0.5) ? ' CASCADE' : ''}`];
}

function recreateTable(r: Random, s: State): string[] | null {
  const old = s.gone.pop();
  if (!old) return null;
  const { table, text } = newTable(r, s, old.name);
  s.tables.push(table);
  return [text];
}

function addColumn(r: Random, s: State): string[] | null {
  const t = some(r, s);
  if (!t) return null;
  const c = column(r, s);
  t.columns.push(c);
  return [`ALTER TABLE ${q(t.name)} ADD COLUMN ${r.chance(0.15) ? 'IF NOT EXISTS ' : ''}${written(c)}`];
}

function againIfNotThere(r: Random, s: State): string[] | null {
  const t = some(r, s);
  const c = t && free(r, t);
  if (!t || !c) return null;
  if (r.chance(0.4))
    return [`CREATE TABLE IF NOT EXISTS ${q(t.name)} (\n\t${[KEYS[t.key], ...t.columns.map(written)].join(',\n\t')}\n)`];
  const index = t.indexes[0];
  if (index && r.chance(0.3)) return [index.definition.replace('INDEX', 'INDEX IF NOT EXISTS')];
  return [`ALTER TABLE ${q(t.name)} ADD COLUMN IF NOT EXISTS ${written(c)}`];
}

function dropColumn(r: Random, s: State): string[] | null {
  const t = some(r, s);
  const c = t && t.columns.length > 2 ? free(r, t) : null;
  if (!t || !c) return null;
  t.columns.splice(t.columns.indexOf(c), 1);
  t.indexes = t.indexes.filter((i) => !i.definition.includes(q(c.name)));
  return [`ALTER TABLE ${q(t.name)} DROP COLUMN ${r.chance(0.2) ? 'IF EXISTS ' : ''}${q(c.name)}`];
}

function addAndDropSoon(r: Random, s: State): string[] | null {
  const t = some(r, s);
  if (!t) return null;
  const name = freshColumn(s);
  return [`ALTER TABLE ${q(t.name)} ADD COLUMN ${q(name)} text`, `ALTER TABLE ${q(t.name)} DROP COLUMN ${q(name)}`];
}

function renameColumn(r: Random, s: State): string[] | null {
  const t = some(r, s);
  const c = t && free(r, t);
  if (!t || !c) return null;
  const was = c.name;
  c.name = freshColumn(s);
  t.indexes = [];
  return [`ALTER TABLE ${q(t.name)} RENAME COLUMN ${q(was)} TO ${q(c.name)}`];
}

function renameTable(r: Random, s: State): string[] | null {
  const t = some(r, s);
  if (!t || t.used || t.triggers.length > 0) return null;
  const was = t.name;
  t.name = freshTable(s);
  t.indexes = [];
  return [`ALTER TABLE ${q(was)} RENAME TO ${q(t.name)}`];
}

function flipDefault(r: Random, s: State): string[] | null {
  const t = some(r, s);
  const c = t && free(r, t, (x) => DEFAULTS[x.type] !== undefined);
  if (!t || !c) return null;
  const values = DEFAULTS[c.type] ?? [];
  c.default = c.default !== null && r.chance(0.4) ? null : r.pick(values);
  return [
    `ALTER TABLE ${q(t.name)} ALTER COLUMN ${q(c.name)} ${c.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${c.default}`}`,
  ];
}

function flipNotNull(r: Random, s: State): string[] | null {
  const t = some(r, s);
  const c = t && free(r, t, (x) => x.notNull || DEFAULTS[x.type] !== undefined);
  if (!t || !c) return null;
  c.notNull = !c.notNull;
  const alter = `ALTER TABLE ${q(t.name)} ALTER COLUMN ${q(c.name)} ${c.notNull ? 'SET' : 'DROP'} NOT NULL`;
  if (!c.notNull) return [alter];
  return [`UPDATE ${q(t.name)} SET ${q(c.name)} = ${DEFAULTS[c.type]?.[0]} WHERE ${q(c.name)} IS NULL`, alter];
}

function widen(r: Random, s: State): string[] | null {
  const t = some(r, s);
  const c = t && free(r, t, (x) => WIDER[x.type] !== undefined);
  if (!t || !c) return null;
  c.type = WIDER[c.type] ?? c.type;
  return [`ALTER TABLE ${q(t.name)} ALTER COLUMN ${q(c.name)} SET DATA TYPE ${c.type}`];
}

function index(r: Random, s: State): string[] | null {
  const t = some(r, s);
  const c = t && free(r, t, (x) => x.type !== 'jsonb');
  if (!t || !c) return null;
  const old = t.indexes[0];
  if (old && r.chance(0.4)) {
    t.indexes.shift();
    const drop = `DROP INDEX ${r.chance(0.3) ? 'IF EXISTS ' : ''}${q(old.name)}`;
    if (r.chance(0.5)) return [drop];
    const again = `CREATE INDEX ${q(old.name)} ON ${q(t.name)} USING btree (${q(c.name)} DESC)`;
    t.indexes.push({ name: old.name, definition: again });
    return [drop, again];
  }
  const name = freshName(s, `${t.name}_idx`);
  const where = r.chance(0.2) ? ` WHERE ${q(c.name)} IS NOT NULL` : '';
  const definition = `CREATE INDEX ${q(name)} ON ${q(t.name)} USING btree (${q(c.name)})${where}`;
  t.indexes.push({ name, definition });
  return [definition];
}

function constraint(r: Random, s: State): string[] | null {
  const t = some(r, s);
  const c = t && free(r, t, (x) => x.type === 'integer' || x.type === 'bigint');
  const old = t?.constraints[0];
  if (t && old && r.chance(0.5)) {
    t.constraints.shift();
    return [`ALTER TABLE ${q(t.name)} DROP CONSTRAINT ${q(old.name)}`];
  }
  if (!t || !c) return null;
  c.used = true;
  const name = freshName(s, `${t.name}_check`);
  t.constraints.push({ name, definition: '' });
  return [`ALTER TABLE ${q(t.name)} ADD CONSTRAINT ${q(name)} CHECK (${q(c.name)} >= -1000)`];
}

export const ACTS: readonly Act[] = [
  { weight: 12, act: createTable },
  { weight: 4, act: dropTable },
  { weight: 2, act: recreateTable },
  { weight: 18, act: addColumn },
  { weight: 3, act: againIfNotThere },
  { weight: 7, act: dropColumn },
  { weight: 1, act: addAndDropSoon },
  { weight: 4, act: renameColumn },
  { weight: 2, act: renameTable },
  { weight: 7, act: flipDefault },
  { weight: 6, act: flipNotNull },
  { weight: 4, act: widen },
  { weight: 9, act: index },
  { weight: 6, act: constraint },
  ...OTHERS,
  ...DATA,
];
