/** Generated histories: what a team's migrations do, the same ones for the same seed, in the layout of either line. */
import type { Line } from '../../src/model/project.ts';
import { type Random, random } from '../compare/random.ts';

export interface Made {
  /** 0.x: the tag. 1.0: the folder's name. */
  name: string;
  /** Milliseconds; whole seconds for 1.0. */
  when: number;
  /** Joined by drizzle-kit's breakpoint; one chunk may hold several statements. */
  chunks: string[];
  /** No single transaction can hold it: it has to be cut into steps. */
  alone?: true;
}

export interface History {
  line: Line;
  seed: number;
  migrations: Made[];
}

/** Tables that exist while the history is being written, each with columns `id` and `n`. */
interface State {
  tables: string[];
  enums: { name: string; values: number; added: number }[];
  partitioned: { name: string; parts: number }[];
}

/** Statements of one kind of change; null: there is nothing yet that it could change. */
type Kind = (state: State, r: Random, i: number) => string[] | null;

const ODD = ['order', 'a "quoted" name', "it's; here", 'größe/표', '--> statement'];
const q = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const table: Kind = ({ tables }, r, i) => {
  const name = r.chance(0.4) ? `${r.pick(ODD)} ${i}` : `item_${i}`;
  const parent = tables.length > 0 && r.chance(0.5) ? r.pick(tables) : null;
  tables.push(name);
  return [
    `CREATE TABLE ${q(name)} (\n\t"id" integer PRIMARY KEY NOT NULL,\n\t"n" integer DEFAULT 0 NOT NULL,\n\t"parent" integer\n);`,
    `CREATE INDEX ${q(`${name}_n`)} ON ${q(name)} USING btree ("n");`,
    `COMMENT ON TABLE ${q(name)} IS 'made by step ${i}; as -- drizzle-kit would';`,
    ...(parent === null
      ? []
      : [`ALTER TABLE ${q(name)} ADD CONSTRAINT "fk_${i}" FOREIGN KEY ("parent") REFERENCES ${q(parent)}("id");`]),
  ];
};

/** Not to be repeated: a second run fails or counts twice. */
const data: Kind = ({ tables }, r, i) => {
  if (tables.length === 0) return null;
  const name = q(r.pick(tables));
  return [
    `INSERT INTO ${name} ("id", "n") SELECT ${i * 1000} + g, g FROM generate_series(1, ${20 + r.below(200)}) AS g;`,
    `UPDATE ${name} SET "n" = "n" + 1;`,
  ];
};

const column: Kind = ({ tables }, r, i) => {
  if (tables.length === 0) return null;
  const name = q(r.pick(tables));
  return [
    `ALTER TABLE ${name} ADD COLUMN "col_${i}" text DEFAULT 'x${i}' NOT NULL;`,
    `UPDATE ${name} SET "col_${i}" = "col_${i}" || "n"::text;`,
    ...(r.chance(0.5) ? [`ALTER TABLE ${name} ADD CONSTRAINT "check_${i}" CHECK ("col_${i}" <> '');`] : []),
  ];
};

const newEnum: Kind = ({ enums, tables }, r, i) => {
  if (tables.length === 0) return null;
  enums.push({ name: `mood_${i}`, values: 2, added: 0 });
  return [
    `CREATE TYPE "mood_${i}" AS ENUM('v0', 'v1');`,
    `ALTER TABLE ${q(r.pick(tables))} ADD COLUMN "mood_${i}" "mood_${i}" DEFAULT 'v0';`,
  ];
};

/** Adds a value, or uses the one that an earlier migration added. */
const laterValue: Kind = ({ enums }, r, i) => {
  const of = enums.length > 0 ? r.pick(enums) : undefined;
  if (!of) return null;
  if (of.added === 0) {
    of.added = 1;
    return [`ALTER TYPE "${of.name}" ADD VALUE 'later; ''one''';`];
  }
  of.added = 0;
  const renamed = `used_${i}`;
  const text = [
    `CREATE TABLE "${renamed}" ("id" integer PRIMARY KEY, "mood" "${of.name}" DEFAULT 'later; ''one''' NOT NULL);`,
    `INSERT INTO "${renamed}" ("id") VALUES (${i});`,
    `ALTER TYPE "${of.name}" RENAME VALUE 'later; ''one''' TO 'used_${i}';`,
  ];
  return text;
};

const routine: Kind = ({ tables }, r, i) => {
  if (tables.length === 0) return null;
  const name = q(r.pick(tables));
  return [
    `CREATE FUNCTION "touch_${i}"() RETURNS trigger LANGUAGE plpgsql AS $body$\nBEGIN\n  -- a ; in here; and 'quotes'\n  NEW."n" := NEW."n" + ${i};\n  RETURN NEW;\nEND;\n$body$;`,
    `CREATE TRIGGER "touch_${i}" BEFORE UPDATE ON ${name} FOR EACH ROW EXECUTE FUNCTION "touch_${i}"();`,
    `UPDATE ${name} SET "n" = "n" + 1;`,
    ...(r.chance(0.5) ? [`DO $do$ BEGIN INSERT INTO "counted" VALUES ('in a block of step ${i}'); END $do$;`] : []),
  ];
};

const partitions: Kind = ({ partitioned }, r, i) => {
  const of = partitioned.length > 0 && r.chance(0.6) ? r.pick(partitioned) : undefined;
  if (of) {
    const [from, to] = [of.parts * 100, of.parts * 100 + 100];
    of.parts += 1;
    return [
      `CREATE TABLE "${of.name}_${from}" PARTITION OF "${of.name}" FOR VALUES FROM (${from}) TO (${to});`,
      `INSERT INTO "${of.name}" SELECT g, ${i} FROM generate_series(${from}, ${to - 1}) AS g;`,
    ];
  }
  partitioned.push({ name: `log_${i}`, parts: 1 });
  return [
    `CREATE TABLE "log_${i}" ("at" integer NOT NULL, "by" integer) PARTITION BY RANGE ("at");`,
    `CREATE TABLE "log_${i}_0" PARTITION OF "log_${i}" FOR VALUES FROM (0) TO (100);`,
    `CREATE INDEX "log_${i}_at" ON "log_${i}" ("at");`,
  ];
};

const concurrently: Kind = ({ tables }, r, i) =>
  tables.length === 0 ? null : [`CREATE INDEX CONCURRENTLY "alone_${i}" ON ${q(r.pick(tables))} ("n");`];

const mixed: Kind = ({ tables }, r, i) => {
  if (tables.length === 0) return null;
  const name = q(r.pick(tables));
  return [
    `ALTER TABLE ${name} ADD COLUMN "mixed_${i}" integer DEFAULT ${i};`,
    `CREATE INDEX CONCURRENTLY "alone_${i}" ON ${name} ("mixed_${i}");`,
    `UPDATE ${name} SET "mixed_${i}" = "mixed_${i}" + 1;`,
    `INSERT INTO "counted" VALUES ('mixed in step ${i}');`,
  ];
};

const usedInPlace: Kind = ({ enums }, r, i) => {
  const of = enums.length > 0 ? r.pick(enums) : undefined;
  if (!of) return null;
  return [
    `ALTER TYPE "${of.name}" ADD VALUE 'here_${i}';`,
    `CREATE TABLE "here_${i}" ("id" integer PRIMARY KEY, "mood" "${of.name}" DEFAULT 'here_${i}' NOT NULL);`,
    `INSERT INTO "here_${i}" ("id") VALUES (${i});`,
    `INSERT INTO "counted" VALUES ('used in place in step ${i}');`,
  ];
};

const STEPPED: Kind[] = [concurrently, mixed, usedInPlace];
const KINDS: Kind[] = [table, data, data, column, newEnum, laterValue, laterValue, routine, partitions];

const START = Date.UTC(2024, 3, 18, 9, 12, 31, 412);

export interface Wanted {
  line: Line;
  seed: number;
  length?: number;
  /** Every other one from the fourth on cannot run in one transaction: concurrent indexes, enum values used where they are added. */
  stepped?: boolean;
}

/** Each migration ends by counting itself in table `counted`, which has no key: what ran twice stands there twice. */
export function makeHistory({ line, seed, length = 6, stepped = false }: Wanted): History {
  const r = random(seed);
  const state: State = { tables: [], enums: [], partitioned: [] };
  const migrations: Made[] = [];
  while (migrations.length < length) {
    const i = migrations.length;
    const own = stepped && i > 2 && i % 2 === 1;
    const kind = i < 2 ? table : i === 2 ? newEnum : r.pick(own ? STEPPED : KINDS);
    const statements = kind(state, r, i);
    if (statements === null) continue;
    const exact = START + i * 3_600_000 + r.below(900);
    const when = line === '1.0' ? Math.floor(exact / 1000) * 1000 : exact;
    const name = line === '1.0' ? `${dated(when)}_step_${i}` : `${String(i).padStart(4, '0')}_step_${i}`;
    const first = i === 0 ? ['CREATE TABLE "counted" ("migration" text NOT NULL);'] : [];
    const all = own ? statements : [...first, ...statements, `INSERT INTO "counted" VALUES ('${name}');`];
    migrations.push({ name, when, chunks: own ? all : chunked(all, r), ...(own ? { alone: true as const } : {}) });
  }
  return { line, seed, migrations };
}

/** A chunk of several statements is what people write by hand. */
function chunked(statements: string[], r: Random): string[] {
  const chunks: string[] = [];
  for (const statement of statements) {
    if (chunks.length > 0 && r.chance(0.3)) chunks.push(`${chunks.pop()}\n${statement}`);
    else chunks.push(statement);
  }
  return chunks;
}

export const dated = (when: number): string => new Date(when).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);

export const textOf = ({ chunks }: Made): string => `${chunks.join('\n--> statement-breakpoint\n')}\n`;

export const nameOf = ({ line, seed, migrations }: History): string =>
  `${line}, seed ${seed}${migrations.some((m) => m.alone) ? ', stepped' : ''}`;

/** A history of these texts, an hour apart; one text a migration, or its chunks. */
export function historyOf(line: Line, texts: readonly (string | string[])[]): History {
  const migrations = texts.map((text, i): Made => {
    const when = Math.floor(START / 1000) * 1000 + i * 3_600_000;
    const name = line === '1.0' ? `${dated(when)}_step_${i}` : `${String(i).padStart(4, '0')}_step_${i}`;
    return { name, when, chunks: typeof text === 'string' ? [text] : text };
  });
  return { line, seed: 0, migrations };
}
