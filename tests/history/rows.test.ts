/** What is foretold of row changes, which types of created_at work, and what becomes of rows when a history is made anew. */

import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/compare/audit/decided.ts';
import { foretell } from '../../src/compare/history/foretell.ts';
import { stampTypeOf, takesNumbers } from '../../src/compare/history/stamp-column.ts';
import { standingOf } from '../../src/compare/history/standing.ts';
import type { HistoryTable, Migration, Row } from '../../src/model/index.ts';
import { rebuiltRows } from '../../src/plans/rows/rebuilt-rows.ts';
import { rightStamp, withoutRepeats } from '../../src/plans/rows/right-row.ts';
import { pointConfig } from '../../src/plans/rows/table-config.ts';

const hash = (n: number): string => String(n).repeat(64);

const migration = (n: number, when: number): Migration => ({
  name: `000${n}_m`,
  position: n,
  file: `drizzle/000${n}_m.sql`,
  when,
  sql: {
    ok: true,
    value: {
      bytes: 8,
      text: `select ${n}`,
      hash: hash(n),
      plainHash: `plain${n}`,
      crlfHash: `crlf${n}`,
      encoding: 'utf8',
      crlf: false,
    },
  },
  entry: {
    position: n,
    offset: 0,
    length: 0,
    line: 1,
    column: 1,
    fields: new Map([
      ['tag', { value: `000${n}_m`, offset: 0, length: 0, line: 1 }],
      ['when', { value: when, offset: 0, length: 0, line: 1 }],
    ]),
    value: {},
  },
});

function table(rows: Row[], type = 'bigint'): HistoryTable {
  const list = rows.map((values, position) => ({
    position,
    values,
    id: values['id'] ?? null,
    hash: values['hash'] ?? null,
    createdAt: values['created_at'] ?? null,
    name: null,
  }));
  return {
    schema: 'drizzle',
    name: '__drizzle_migrations',
    kind: 'table',
    unlogged: false,
    columns: [
      { name: 'id', type: 'integer', notNull: true, default: null },
      { name: 'hash', type: 'text', notNull: true, default: null },
      { name: 'created_at', type, notNull: false, default: null },
    ],
    shape: '0.x',
    rows: list,
    newest: list.at(-1) ?? null,
    print: '',
    sequence: { schema: 'drizzle', name: 's', lastValue: '9', isCalled: true },
    triggers: [],
    rowSecurity: false,
    may: { select: true, insert: true, update: true, delete: true, own: true },
  };
}

const WHENS = [1_700_000_000_000, 1_710_000_000_000, 1_720_000_000_000];
const migrations = WHENS.map((when, n) => migration(n, when));
const standing = (t: HistoryTable) =>
  standingOf({ environment: 'default', line: '0.x', migrations, table: t, gitTexts: { ok: true, value: new Map() } });

describe('foretell', () => {
  test('seconds make every later migration run again', () => {
    const t = table([
      { id: '1', hash: hash(0), created_at: '1700000000' },
      { id: '2', hash: hash(1), created_at: '1710000000' },
    ]);
    expect(foretell(standing(t), t, []).repeats.map((m) => m.migration.name)).toEqual(['0000_m', '0001_m']);
  });

  test('a time that is too young makes it skip what is not recorded', () => {
    const t = table([{ id: '1', hash: hash(0), created_at: '1800000000000' }]);
    expect(foretell(standing(t), t, []).skips.map((m) => m.migration.name)).toEqual(['0001_m', '0002_m']);
  });

  test('NULL counts as the newest row and as 0', () => {
    const t = table([
      { id: '1', hash: hash(0), created_at: String(WHENS[0]) },
      { id: '2', hash: hash(1), created_at: null },
    ]);
    expect(foretell(standing(t), t, []).repeats).toHaveLength(2);
  });

  test('lowering the highest time takes along the row that it would uncover', () => {
    const t = table([
      { id: '1', hash: hash(0), created_at: '1800000000000' },
      { id: '2', hash: hash(1), created_at: '1710000000' },
    ]);
    const s = standing(t);
    const [first] = s.migrations[0]?.rows ?? [];
    const own = first && rightStamp(migrations[0] as Migration, first);
    const rows = withoutRepeats(s, t, own ? [own] : []);
    expect(rows.map((r) => r.after?.['created_at'])).toEqual([String(WHENS[0]), String(WHENS[1])]);
    expect(foretell(s, t, rows).repeats).toEqual([]);
  });
});

test('types of created_at', () => {
  const kinds = [
    'bigint',
    'numeric',
    'text',
    'character varying(40)',
    'double precision',
    'integer',
    'timestamp with time zone',
    'timestamp(3) without time zone',
    'date',
    'json',
  ].map(stampTypeOf);
  expect(kinds).toEqual(['fine', 'fine', 'works', 'works', 'works', 'small', 'time', 'time', 'time', 'other']);
  expect(takesNumbers(table([], 'integer'))).toBe(false);
});

describe('rebuiltRows', () => {
  const wishes = { line: '0.x', added: [], decisions: [], dropped: [], doubtful: new Map<string, string>(), by: 'ada' } as const;

  const recorded: Decision = {
    migration: '0002_m',
    does: 'record',
    confidence: 'stated',
    why: 'stated by ada',
    facts: [],
    loses: [],
  };

  test('a row says why it is kept, changed, added or dropped', () => {
    const t = table([
      { id: '1', hash: hash(0), created_at: String(WHENS[0]) },
      { id: '2', hash: '0001_m', created_at: '1710000000' },
      { id: '3', hash: hash(0), created_at: String(WHENS[0]) },
      { id: '4', hash: 'f'.repeat(64), created_at: '1705000000000' },
    ]);
    const { fates, changes } = rebuiltRows(standing(t), { ...wishes, decisions: [recorded], dropped: ['4'] });
    expect(fates.map((f) => [f.what, f.id])).toEqual([
      ['dropped', '3'],
      ['kept', '1'],
      ['changed', '2'],
      ['added', '5'],
      ['dropped', '4'],
    ]);
    expect(changes.map((c) => c.after?.['hash'] ?? null)).toContain(hash(1));
  });

  test('an edited file’s row keeps the hash of the text that ran', () => {
    const t = table([{ id: '1', hash: 'e'.repeat(64), created_at: String(WHENS[0]) }]);
    const { fates, changes } = rebuiltRows(standing(t), wishes);
    expect(changes).toEqual([]);
    expect(fates[0]).toMatchObject({ what: 'kept', why: 'it keeps its hash, which says that another text ran' });
  });

  test('a row whose effect is missing is left as it is', () => {
    const t = table([{ id: '1', hash: '0000_m', created_at: '1700000000' }]);
    expect(rebuiltRows(standing(t), { ...wishes, doubtful: new Map([['0000_m', 'it may never have run']]) }).changes).toEqual([]);
  });
});

describe('pointConfig', () => {
  const project = (configText: string, drizzleConfig = 'drizzle.config.ts') =>
    ({ drizzleConfig, configText, table: { schema: 'drizzle', name: '__drizzle_migrations' } }) as Parameters<
      typeof pointConfig
    >[0];
  const applied = (text: string, name?: string): string | null => {
    const changes = pointConfig(project(text, name), { schema: 'ops', name: 'history' });
    if (!changes) return null;
    return changes
      .flatMap((c) => (c.kind === 'edit' ? [c.edit] : []))
      .sort((a, b) => b.offset - a.offset)
      .reduce((t, e) => t.slice(0, e.offset) + e.now + t.slice(e.offset + e.was.length), text);
  };

  test('adds the block, and mends the one that is there', () => {
    expect(applied("export default defineConfig({\n  out: './d',\n});")).toBe(
      "export default defineConfig({\n  migrations: { schema: 'ops', table: 'history' },\n  out: './d',\n});",
    );
    expect(applied("defineConfig({ migrations: { table: '__drizzle_migrations', prefix: 'index' } })")).toBe(
      "defineConfig({ migrations: { schema: 'ops', table: 'history', prefix: 'index' } })",
    );
    expect(JSON.parse(applied('{ "out": "d" }', 'drizzle.config.json') ?? '')).toEqual({
      out: 'd',
      migrations: { schema: 'ops', table: 'history' },
    });
  });

  test('leaves alone what cannot be told from the text', () => {
    expect(applied('export default defineConfig({ ...base, migrations: { table: name } })')).toBeNull();
    expect(applied('export default config')).toBeNull();
  });
});
