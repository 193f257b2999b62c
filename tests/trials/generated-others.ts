/** Enums, views, functions, triggers, policies, comments, grants, sequences and domains of a made-up history. */
import type { Random } from '../compare/random.ts';
import type { Act } from './generated-acts.ts';
import { freshName, type State, type Table } from './generated-state.ts';

const q = (name: string): string => `"${name}"`;
const some = (r: Random, s: State): Table | null => (s.tables.length > 0 ? r.pick(s.tables) : null);

function newEnum(r: Random, s: State): string[] {
  const name = freshName(s, 'kind');
  const labels = ['draft', 'open', 'done'].slice(0, 2 + r.below(2));
  s.enums.push({ name, labels });
  const text = `CREATE TYPE ${q(name)} AS ENUM(${labels.map((l) => `'${l}'`).join(', ')})`;
  return [r.chance(0.3) ? `DO $$ BEGIN\n ${text};\nEXCEPTION\n WHEN duplicate_object THEN null;\nEND $$` : text];
}

function addLabel(r: Random, s: State): string[] | null {
  if (s.enums.length === 0) return null;
  const e = r.pick(s.enums);
  const label = freshName(s, 'label');
  const before = r.chance(0.3) ? ` BEFORE '${r.pick(e.labels)}'` : '';
  e.labels.push(label);
  return [`ALTER TYPE ${q(e.name)} ADD VALUE ${r.chance(0.3) ? 'IF NOT EXISTS ' : ''}'${label}'${before}`];
}

function view(r: Random, s: State): string[] | null {
  const old = s.views[0];
  if (old && r.chance(0.4)) {
    if (r.chance(0.4)) {
      s.views.shift();
      return [`DROP VIEW ${q(old.name)}`];
    }
    return [
      `CREATE OR REPLACE VIEW ${q(old.name)} AS SELECT "id" FROM ${q(old.table)} WHERE "id" IS NOT NULL AND ${r.below(50)} > 0`,
    ];
  }
  const t = some(r, s);
  if (!t) return null;
  t.used = true;
  const name = freshName(s, 'seen');
  const made = r.chance(0.2) ? 'MATERIALIZED VIEW' : 'VIEW';
  if (made === 'VIEW') s.views.push({ name, table: t.name });
  return [`CREATE ${made} ${q(name)} AS SELECT "id" FROM ${q(t.name)}`];
}

function fn(r: Random, s: State): string[] {
  const old = s.functions[0];
  const again = old !== undefined && r.chance(0.6);
  if (again && r.chance(0.2)) {
    s.functions.shift();
    return [`DROP FUNCTION ${r.chance(0.3) ? 'IF EXISTS ' : ''}${q(old)}(integer)`];
  }
  const name = again ? old : freshName(s, 'count_up');
  if (!again) s.functions.push(name);
  const or = again || r.chance(0.5) ? 'CREATE OR REPLACE FUNCTION' : 'CREATE FUNCTION';
  return [`${or} ${q(name)}(n integer) RETURNS integer LANGUAGE sql AS $f$ select n + ${r.below(9)} $f$`];
}

function trigger(r: Random, s: State): string[] | null {
  const t = some(r, s);
  if (!t) return null;
  const old = t.triggers[0];
  if (old) {
    if (r.chance(0.5)) {
      t.triggers = [];
      return [`DROP TRIGGER ${q(old)} ON ${q(t.name)}`];
    }
    return [
      `DROP TRIGGER IF EXISTS ${q(old)} ON ${q(t.name)}`,
      `CREATE TRIGGER ${q(old)} AFTER ${r.pick(['INSERT', 'DELETE'])} ON ${q(t.name)} FOR EACH ROW EXECUTE FUNCTION "${old}_fn"()`,
    ];
  }
  const name = freshName(s, 'touch');
  t.triggers.push(name);
  return [
    `CREATE OR REPLACE FUNCTION "${name}_fn"() RETURNS trigger LANGUAGE plpgsql AS $f$ begin return null; end $f$`,
    `CREATE TRIGGER ${q(name)} AFTER UPDATE ON ${q(t.name)} FOR EACH ROW EXECUTE FUNCTION "${name}_fn"()`,
  ];
}

function policy(r: Random, s: State): string[] | null {
  const t = some(r, s);
  if (!t) return null;
  const [old] = t.policies;
  if (!t.rls || r.chance(0.15)) {
    t.rls = !t.rls;
    return [`ALTER TABLE ${q(t.name)} ${t.rls ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`];
  }
  if (old && r.chance(0.5)) {
    if (r.chance(0.5)) return [`ALTER POLICY ${q(old)} ON ${q(t.name)} TO public USING (${r.below(40)} > 0)`];
    t.policies.shift();
    return [`DROP POLICY ${q(old)} ON ${q(t.name)} CASCADE`];
  }
  const name = freshName(s, 'may read');
  t.policies.push(name);
  return [`CREATE POLICY ${q(name)} ON ${q(t.name)} AS PERMISSIVE FOR SELECT TO public USING (${r.below(40)} > 0)`];
}

function said(r: Random, s: State): string[] | null {
  const t = some(r, s);
  return t ? [`COMMENT ON TABLE ${q(t.name)} IS ${r.chance(0.2) ? 'NULL' : `'told ${r.below(5)}'`}`] : null;
}

function granted(r: Random, s: State): string[] | null {
  const t = some(r, s);
  if (!t) return null;
  return [r.chance(0.7) ? `GRANT SELECT ON ${q(t.name)} TO PUBLIC` : `REVOKE SELECT ON ${q(t.name)} FROM PUBLIC`];
}

const sequence = (_: Random, s: State): string[] => [`CREATE SEQUENCE ${q(freshName(s, 'numbers'))} START 100`];
const domain = (_: Random, s: State): string[] => [`CREATE DOMAIN ${q(freshName(s, 'mail'))} AS text CHECK (VALUE <> '')`];

export const OTHERS: readonly Act[] = [
  { weight: 4, act: newEnum },
  { weight: 5, act: addLabel },
  { weight: 4, act: view },
  { weight: 4, act: fn },
  { weight: 3, act: trigger },
  { weight: 5, act: policy },
  { weight: 2, act: said },
  { weight: 2, act: granted },
  { weight: 1, act: sequence },
  { weight: 1, act: domain },
];
