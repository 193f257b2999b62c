/** Makes a folder and a history table that belonged together until something happened to either. */

import type { Line } from '../../src/model/project.ts';
import { type EntryWords, hashOf } from './made.ts';
import { type Random, random } from './random.ts';

export interface MadeMigration extends EntryWords {
  /** 1.0: the folder's name. */
  name: string;
  /** What it was before it was edited. */
  earlier?: string;
  /** Things that happened to it. */
  hurt: number;
}

export interface MadeRow {
  hash: string;
  createdAt: string | null;
  name: string | null;
  /** The migration whose row it was. */
  of: MadeMigration;
  hurt: number;
}

export interface Pair {
  migrations: MadeMigration[];
  /** null: the table is not there. */
  rows: MadeRow[] | null;
  /** Type of created_at. */
  type: string;
  named: boolean;
  /** What was done, for the message of a failing trial. */
  done: string[];
}

const EMPTY = '-- Custom SQL migration file, put your code below! --\n';
const START = Date.UTC(2024, 3, 18, 9, 12, 31, 412);
const stampName = (ms: number): string => new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14);
const WORDS = ['amber', 'brave', 'calm', 'dusty', 'eager', 'fancy', 'gray', 'huge'];

function healthyMigration(line: Line, i: number, when: number, empty: boolean): MadeMigration {
  const tag = `${String(i).padStart(4, '0')}_${WORDS[i]}`;
  const name = `${stampName(when)}_${WORDS[i]}`;
  const text = empty ? EMPTY : `INSERT INTO "log" VALUES ('${tag}');\n--> statement-breakpoint\nSELECT ${i};\n`;
  return { fields: { idx: i, version: '7', when, tag, breakpoints: true }, name: line === '1.0' ? name : tag, text, hurt: 0 };
}

const whenOf = (m: MadeMigration): number => Number(m.fields['when']);

function healthyRow(line: Line, m: MadeMigration): MadeRow {
  const when = line === '1.0' ? Math.floor(whenOf(m) / 1000) * 1000 : whenOf(m);
  return { hash: hashOf(m.text!), createdAt: String(when), name: line === '1.0' ? m.name : null, of: m, hurt: 0 };
}

type FolderChange = (m: MadeMigration, pair: Pair, r: Random) => void;
/** An entry that is listed twice has one file. */
const rewrite =
  (change: (text: string) => string | null): FolderChange =>
  (m, { migrations }) => {
    const earlier = m.text!;
    for (const same of migrations.filter((other) => other.name === m.name)) {
      same.text = change(earlier);
      if (same !== m) same.hurt += 1;
    }
  };
const edit: FolderChange = (m, pair, r) => {
  const earlier = m.earlier ?? m.text!;
  rewrite((text) => `${text}-- edited\n`)(m, pair, r);
  for (const same of pair.migrations) if (same.name === m.name) same.earlier = earlier;
};
const crlf = rewrite((text) => text.replaceAll('\n', '\r\n'));
const leave: FolderChange = (m, pair) => {
  pair.migrations.splice(pair.migrations.indexOf(m), 1);
};

const OLD_FOLDER: Record<string, FolderChange> = {
  edit,
  crlf,
  leave,
  reorder: (m, { migrations }, r) => {
    migrations.splice(migrations.indexOf(m), 1);
    migrations.splice(r.below(migrations.length + 1), 0, m);
  },
  'equal stamps': (m, { migrations }, r) => {
    const other = r.pick(migrations);
    other.hurt += 1;
    m.fields['when'] = other.fields['when'];
  },
  'restamp file': (m, _, r) => {
    m.fields['when'] = START + r.below(9) * 86_400_000 + r.below(1000);
  },
  'when as text': (m) => {
    if (typeof m.fields['when'] === 'number') m.fields['when'] = String(m.fields['when']);
  },
  'when as ISO': (m) => {
    if (typeof m.fields['when'] === 'number') m.fields['when'] = new Date(m.fields['when']).toISOString();
  },
  'when in seconds': (m) => {
    if (typeof m.fields['when'] === 'number') m.fields['when'] = Math.floor(m.fields['when'] / 1000);
  },
  'when null': (m) => {
    m.fields['when'] = null;
  },
  'no when': (m) => {
    delete m.fields['when'];
  },
  'listed twice': (m, { migrations }) => {
    migrations.push({ ...m, fields: { ...m.fields } });
    m.hurt += 1;
    migrations.at(-1)!.hurt += 1;
  },
  'file gone': rewrite(() => null),
  'no tag': (m) => {
    delete m.fields['tag'];
  },
};

const NEW_FOLDER: Record<string, FolderChange> = {
  edit,
  crlf,
  leave,
  rename: (m) => {
    m.name = `${m.name}_renamed`;
  },
  restamp: (m, _, r) => {
    m.name = `${stampName(START + r.below(9) * 86_400_000)}_${m.name.slice(15)}`;
  },
  'equal seconds': (m, { migrations }, r) => {
    const other = r.pick(migrations);
    other.hurt += 1;
    m.name = `${other.name.slice(0, 14)}_${m.name.slice(15)}`;
  },
  'no date': (m) => {
    m.name = m.name.slice(15);
  },
};

type RowChange = (row: MadeRow, pair: Pair, r: Random) => void;
const ROW: Record<string, RowChange> = {
  lose: (row, { rows }) => {
    rows!.splice(rows!.indexOf(row), 1);
  },
  duplicate: (row, { rows }, r) => {
    rows!.splice(r.below(rows!.length + 1), 0, { ...row });
  },
  restamp: (row, _, r) => {
    row.createdAt = String(START + r.below(9) * 86_400_000 + r.below(1000));
  },
  seconds: (row) => {
    row.createdAt = String(Math.floor(Number(row.createdAt) / 1000));
  },
  'NULL stamp': (row) => {
    row.createdAt = null;
  },
  'tag as hash': (row, _, r) => {
    row.hash = r.pick([row.of.name, `${row.of.name}.sql`]);
  },
  'unknown hash': (row) => {
    row.hash = hashOf(`lost ${row.hash}`);
  },
  'of another service': (row, _, r) => {
    row.hash = hashOf(`foreign ${r.below(1e6)}`);
    row.createdAt = String(START + r.below(9) * 86_400_000);
    if (row.name !== null) row.name = `${stampName(START)}_foreign`;
    row.hurt += 9;
  },
};
const NAMED_ROW: Record<string, RowChange> = {
  ...ROW,
  'no name': (row) => {
    row.name = null;
  },
  'other name': (row) => {
    row.name = `${row.name ?? row.of.name}_before`;
  },
};
/** Values that only a text column holds. */
const TEXT_ROW: Record<string, RowChange> = {
  ISO: (row) => {
    if (row.createdAt !== null && Number.isFinite(Number(row.createdAt)))
      row.createdAt = new Date(Number(row.createdAt)).toISOString();
  },
  garbage: (row) => {
    row.createdAt = 'yesterday';
  },
};
const TYPES = [
  'bigint',
  'bigint',
  'bigint',
  'numeric',
  'text',
  'character varying',
  'double precision',
  'timestamp with time zone',
  'timestamp without time zone',
];

function hurtFolder(line: Line, pair: Pair, r: Random): void {
  // What stops every stock run is kept rare, or nothing else would be seen.
  const fatal = ['file gone', 'no tag', 'no when', 'no date'];
  const changes = line === '0.x' ? OLD_FOLDER : NEW_FOLDER;
  for (let n = r.below(4); n > 0 && pair.migrations.length > 1; n--) {
    const name = r.pick(Object.keys(changes).filter((key) => !fatal.includes(key) || r.chance(0.2)));
    const m = r.pick(pair.migrations);
    if (m.text === null) continue;
    m.hurt += 1;
    pair.done.push(`${name} ${m.name}`);
    changes[name]!(m, pair, r);
  }
}

function hurtRows(pair: Pair, rows: MadeRow[], r: Random): void {
  const texts = pair.type === 'text' || pair.type === 'character varying';
  const changes = { ...(pair.named ? NAMED_ROW : ROW), ...(texts ? TEXT_ROW : {}) };
  for (let n = r.below(4); n > 0 && rows.length > 0; n--) {
    const name = r.pick(Object.keys(changes));
    const row = r.pick(rows);
    row.hurt += 1;
    pair.done.push(`${name} row ${rows.indexOf(row)}`);
    changes[name]!(row, pair, r);
  }
  if (!pair.type.startsWith('timestamp')) return;
  for (const row of rows) if (row.createdAt !== null) row.createdAt = new Date(Number(row.createdAt)).toISOString();
}

/** The order of 1.0 is that of the folders' names, as its reader sorts them. */
export function madePair(line: Line, seed: number): Pair {
  const r = random(seed);
  const length = 5 + r.below(4);
  const migrations = Array.from({ length }, (_, i) =>
    healthyMigration(line, i, START + i * 86_400_000 + r.below(5000), i > 0 && r.chance(0.2)),
  );
  const applied = r.chance(0.3) ? length : r.below(length + 1);
  const rows = migrations.slice(0, applied).map((m) => healthyRow(line, m));
  const named = line === '1.0' && r.chance(0.6);
  const pair: Pair = { migrations, rows, named, type: r.pick(TYPES), done: [] };
  if (applied === 0 && r.chance(0.5)) pair.rows = null;
  if (r.chance(0.85)) hurtFolder(line, pair, r);
  if (pair.rows && (r.chance(0.85) || pair.type.startsWith('timestamp'))) hurtRows(pair, pair.rows, r);
  if (!named) for (const row of rows) row.name = null;
  if (line === '1.0') pair.migrations.sort((a, b) => a.name.localeCompare(b.name));
  return pair;
}
