/** Does the comparison say of each row whose it is, by which sign and with which faults, and of each migration where it stands? */
import { describe, expect, test } from 'vitest';
import { standingOf } from '../../src/compare/history/standing.ts';
import type { Line } from '../../src/model/project.ts';
import type { Standing } from '../../src/model/standing.ts';
import {
  datedMigration,
  type EntryWords,
  gitTexts,
  hashOf,
  historyTable,
  journalMigration,
  type RowWords,
  type TableWords,
} from './made.ts';

const WHEN = [1713431551412, 1714056005087, 1714731727000];
const TAGS = ['0000_red_karma', '0001_abnormal_yellowjacket', '0002_test_migration'];
const TEXTS = ['CREATE TABLE a (id int);\n', 'CREATE TABLE b (id int);\n', 'CREATE TABLE c (id int);\n'];
const HASH = TEXTS.map(hashOf);
const EMPTY = '-- Custom SQL migration file, put your code below! --\n';

const healthy = (n = 3): EntryWords[] =>
  TAGS.slice(0, n).map((tag, i) => ({ fields: { idx: i, when: WHEN[i]!, tag }, text: TEXTS[i]! }));
const with_ = (change: (entries: EntryWords[]) => void, n = 3): EntryWords[] => {
  const entries = healthy(n);
  change(entries);
  return entries;
};
const row = (i: number): RowWords => [HASH[i]!, String(WHEN[i])];

const old = (
  entries: EntryWords[],
  rows: RowWords[] | null,
  words?: TableWords,
  texts: { path: string; text: string }[] = [],
): Standing =>
  standingOf({
    environment: 'dev',
    line: '0.x',
    migrations: entries.map(journalMigration),
    table: rows && historyTable(rows, words),
    gitTexts: gitTexts(texts),
  });

const DATED = ['20240418091231_red_karma', '20240425144005_yellowjacket', '20240503102207_test'];
const dated = (
  names: string[],
  rows: RowWords[] | null,
  words: TableWords = { named: true },
  line: Line = '1.0',
  texts = TEXTS,
): Standing =>
  standingOf({
    environment: 'dev',
    line,
    migrations: names.map((name, i) => datedMigration(name, texts[i]!, i)),
    table: rows && historyTable(rows, words),
    gitTexts: gitTexts(),
  });

/** `0000 applied done: 1 hash+stamp, 3 tag [hash-is-tag] | orphans 4` in one line a migration. */
function told({ migrations, orphans, stock }: Standing): string[] {
  const lines = migrations.map(({ migration, state, stock: does, rows }) => {
    const ties = rows.map((r) => [r.row.id, r.tie, ...(r.ambiguous ? ['?'] : []), ...r.faults.map((f) => `[${f}]`)].join(' '));
    return [`${migration.name.slice(0, 4)} ${state} ${does}`, ...(ties.length > 0 ? [ties.join(', ')] : [])].join(': ');
  });
  if (orphans.length > 0) lines.push(`orphans ${orphans.map((r) => r.id).join(' ')}`);
  return [...lines, stock.why ? `${stock.outcome}: ${stock.why}` : stock.outcome];
}

const applied = (i: number): string => `${TAGS[i]!.slice(0, 4)} applied done: ${i + 1} hash+stamp`;

describe('0.x', () => {
  const cases: [string, Standing, string[]][] = [
    ['no table', old(healthy(2), null), ['0000 pending runs', '0001 pending runs', 'runs']],
    ['an empty table', old(healthy(2), []), ['0000 pending runs', '0001 pending runs', 'runs']],
    ['all applied', old(healthy(), [row(0), row(1), row(2)]), [applied(0), applied(1), applied(2), 'nothing']],
    ['one pending', old(healthy(), [row(0), row(1)]), [applied(0), applied(1), '0002 pending runs', 'runs']],
    [
      'a late merge is skipped for ever',
      old(healthy(), [row(0), row(2)]),
      [applied(0), '0001 out-of-order skips', '0002 applied done: 2 hash+stamp', 'nothing'],
    ],
    [
      'last in the journal, but older than the newest applied',
      old(
        with_((e) => {
          e[2]!.fields['when'] = WHEN[0]! + 5;
        }),
        [row(0), row(1)],
      ),
      [applied(0), applied(1), '0002 out-of-order skips', 'nothing'],
    ],
    [
      'an equal stamp is skipped too',
      old(
        with_((e) => {
          e[2]!.fields['when'] = WHEN[1]!;
        }),
        [row(0), row(1)],
      ),
      [applied(0), applied(1), '0002 out-of-order skips', 'nothing'],
    ],
    [
      'a wall-clock stamp swallows what was generated before it',
      old(healthy(), [row(0), [HASH[1]!, '1999999999999']]),
      [applied(0), '0001 applied done: 2 hash [stamp-differs]', '0002 out-of-order skips', 'nothing'],
    ],
    [
      'NULL sorts first and everything re-runs',
      old(healthy(2), [row(0), [HASH[1]!, null]]),
      ['0000 applied runs: 1 hash+stamp', '0001 applied runs: 2 hash [stamp-null]', 'runs'],
    ],
    [
      'seconds for milliseconds: everything re-runs',
      old(healthy(2), [
        [HASH[0]!, '1713431551'],
        [HASH[1]!, '1714056005'],
      ]),
      ['0000 applied runs: 1 hash [stamp-in-seconds]', '0001 applied runs: 2 hash [stamp-in-seconds]', 'runs'],
    ],
    [
      'seconds with a fraction, as extract(epoch) gives them',
      old(healthy(1), [[HASH[0]!, '1713431551.412']], { type: 'numeric' }),
      ['0000 applied runs: 1 hash [stamp-in-seconds]', 'runs'],
    ],
    [
      'timestamps: everything is skipped',
      old(
        healthy(),
        [
          [HASH[0]!, '2024-04-18 09:12:31.412+00'],
          [HASH[1]!, '2024-04-25 16:40:05.087+02'],
        ],
        { type: 'timestamp with time zone', newest: 1 },
      ),
      [
        '0000 applied done: 1 hash+stamp [stamp-is-text]',
        '0001 applied done: 2 hash+stamp [stamp-is-text]',
        '0002 pending skips',
        'nothing',
      ],
    ],
    [
      'a timestamp that kept only the second',
      old(healthy(1), [['x', '2024-04-18T09:12:31Z']], { type: 'text', newest: 0 }),
      ['0000 applied done: 1 stamp-in-seconds [hash-unknown] [stamp-is-text]', 'nothing'],
    ],
    [
      'garbage in the stamp',
      old(healthy(1), [[HASH[0]!, 'yesterday']], { type: 'text', newest: 0 }),
      ['0000 applied done: 1 hash [stamp-is-text] [stamp-differs]', 'nothing'],
    ],
    [
      'other forms of the same number',
      old(healthy(2), [
        [HASH[0]!, '1.713431551412e+12'],
        [HASH[1]!, '1714056005087.000'],
      ]),
      ['0000 applied done: 1 hash+stamp', '0001 applied done: 2 hash+stamp', 'nothing'],
    ],
    [
      'tags for hashes, with and without .sql, or as a path',
      old(healthy(), [
        [TAGS[0]!, String(WHEN[0])],
        [`${TAGS[1]}.sql`, '1714056005'],
        [`drizzle/${TAGS[2]}.sql`, '5'],
      ]),
      [
        '0000 applied done: 1 tag+stamp [hash-is-tag]',
        '0001 applied runs: 2 tag [hash-is-tag] [stamp-in-seconds]',
        '0002 applied runs: 3 tag [hash-is-tag] [stamp-differs]',
        'runs',
      ],
    ],
    [
      'edited, the old text unknown',
      old(healthy(1), [[hashOf('older'), String(WHEN[0])]]),
      ['0000 applied done: 1 stamp [hash-unknown]', 'nothing'],
    ],
    [
      'edited, the old text in git, also under an earlier number',
      old(
        healthy(2),
        [
          [hashOf('older'), String(WHEN[0])],
          [hashOf('b'), '1'],
        ],
        {},
        [
          { path: `drizzle/${TAGS[0]}.sql`, text: 'older' },
          { path: 'migrations/0007_abnormal_yellowjacket.sql', text: 'b' },
        ],
      ),
      [
        '0000 applied done: 1 git-hash+stamp [hash-of-earlier-text]',
        '0001 applied runs: 2 git-hash [hash-of-earlier-text] [stamp-differs]',
        'runs',
      ],
    ],
    [
      'recorded with the line ends of another checkout',
      old(healthy(1), [[hashOf(TEXTS[0]!.replaceAll('\n', '\r\n')), String(WHEN[0])]]),
      ['0000 applied done: 1 plain-hash [hash-of-other-line-ends]', 'nothing'],
    ],
    [
      'recorded twice, the right row counts',
      old(healthy(1), [[TAGS[0]!, '1713431551'], row(0), row(0)]),
      ['0000 applied done: 2 hash+stamp, 3 hash+stamp, 1 tag [hash-is-tag] [stamp-in-seconds]', 'nothing'],
    ],
    [
      'two empty files have one hash: the stamp tells them apart',
      old(
        with_((e) => {
          e[1]!.text = EMPTY;
          e[2]!.text = EMPTY;
        }),
        [row(0), [hashOf(EMPTY), String(WHEN[2])], [hashOf(EMPTY), String(WHEN[1])]],
      ),
      [applied(0), '0001 applied done: 3 hash+stamp', '0002 applied done: 2 hash+stamp', 'nothing'],
    ],
    [
      '… so does the stamp in seconds',
      old(
        with_((e) => {
          e[1]!.text = EMPTY;
          e[2]!.text = EMPTY;
        }),
        [row(0), [hashOf(EMPTY), '1714731727'], [hashOf(EMPTY), '1714056005']],
      ),
      [applied(0), '0001 applied runs: 3 hash [stamp-in-seconds]', '0002 applied runs: 2 hash [stamp-in-seconds]', 'runs'],
    ],
    [
      '… and without a stamp it is a guess by order',
      old(
        with_((e) => {
          e[1]!.text = EMPTY;
          e[2]!.text = EMPTY;
        }),
        [row(0), [hashOf(EMPTY), '7'], [hashOf(EMPTY), '8']],
      ),
      [applied(0), '0001 applied runs: 2 hash ? [stamp-differs]', '0002 applied runs: 3 hash ? [stamp-differs]', 'runs'],
    ],
    [
      'a copy of the row of one empty file says nothing about the other',
      old(
        with_((e) => {
          e[1]!.text = EMPTY;
          e[2]!.text = EMPTY;
        }),
        [row(0), [hashOf(EMPTY), String(WHEN[1])], [hashOf(EMPTY), String(WHEN[1])]],
      ),
      [applied(0), '0001 applied done: 2 hash+stamp, 3 hash+stamp', '0002 pending runs', 'runs'],
    ],
    [
      'the text of one and the stamp of another, which was edited: the stamp of the free one decides',
      old(
        with_((e) => {
          e[1]!.text = EMPTY;
        }),
        [row(0), [hashOf(EMPTY), String(WHEN[1])], [hashOf(EMPTY), String(WHEN[2])]],
      ),
      [applied(0), '0001 applied done: 2 hash+stamp', '0002 applied done: 3 stamp [hash-unknown]', 'nothing'],
    ],
    [
      'equal stamps and an unknown hash: ambiguous',
      old(
        with_((e) => {
          e[1]!.fields['when'] = WHEN[0]!;
        }, 2),
        [[hashOf('lost'), String(WHEN[0])]],
      ),
      ['0000 applied done: 1 stamp ? [hash-unknown]', '0001 out-of-order skips', 'nothing'],
    ],
    [
      'the text of one and the stamp of another: the text says more',
      old(healthy(2), [[HASH[0]!, String(WHEN[1])]]),
      ['0000 applied done: 1 hash [stamp-differs]', '0001 out-of-order skips', 'nothing'],
    ],
    [
      'a row that nothing explains',
      old(healthy(1), [row(0), [hashOf('gone'), '1700000000000']]),
      [applied(0), 'orphans 2', 'nothing'],
    ],
    [
      'the file is gone, the row is there',
      old(
        with_((e) => {
          e[1]!.text = null;
        }, 2),
        [row(0), row(1)],
      ),
      [applied(0), '0001 applied done: 2 stamp', 'fails: No file drizzle/0001_abnormal_yellowjacket.sql found in drizzle folder'],
    ],
    [
      'the file is gone, never recorded',
      old(
        with_((e) => {
          e[1]!.text = null;
        }, 2),
        [row(0)],
      ),
      [applied(0), '0001 unreadable skips', 'fails: No file drizzle/0001_abnormal_yellowjacket.sql found in drizzle folder'],
    ],
    [
      'an entry without tag, its row in seconds, its moment an ISO text, its name in `hash`',
      old(
        with_((e) => {
          e[2] = { fields: { idx: 2, when: '2024-05-03T10:22:07.000Z', hash: TAGS[2]! }, text: TEXTS[2]! };
        }),
        [
          [TAGS[0]!, '1713431551'],
          [TAGS[1]!, '1714056005'],
          [TAGS[0]!, '2024-05-04T20:01:10.220Z'],
          [TAGS[2]!, '1714731727'],
        ],
        { type: 'text', newest: 2 },
      ),
      [
        '0000 applied done: 1 tag [hash-is-tag] [stamp-in-seconds], 3 tag [hash-is-tag] [stamp-is-text] [stamp-differs]',
        '0001 applied done: 2 tag [hash-is-tag] [stamp-in-seconds]',
        '#2 applied done: 4 tag [hash-is-tag] [stamp-in-seconds]',
        'fails: No file drizzle/undefined.sql found in drizzle folder',
      ],
    ],
    [
      'a `when` that is an ISO text: the row is tied by the moment, and the stock migrator skips it',
      old(
        with_((e) => {
          e[1]!.fields['when'] = '2024-04-25T14:40:05.087Z';
        }, 2),
        [row(0), [hashOf('older'), '1714056005087']],
      ),
      [applied(0), '0001 applied done: 2 stamp [hash-unknown]', 'nothing'],
    ],
    [
      'no `when`: skipped on a database with history, refused on one without',
      old(
        with_((e) => {
          delete e[1]!.fields['when'];
        }, 2),
        [row(0)],
      ),
      [applied(0), '0001 pending skips', 'nothing'],
    ],
    [
      '… refused',
      old(
        with_((e) => {
          delete e[0]!.fields['when'];
        }, 1),
        [],
      ),
      ['0000 pending skips', 'fails: syntax error at or near ")" (42601): the entry of 0000_red_karma has no "when" to record'],
    ],
  ];
  test.each(cases)('%s', (_, standing, expected) => {
    expect(told(standing)).toEqual(expected);
  });
});

describe('1.0', () => {
  const named = (i: number): RowWords => [
    HASH[i]!,
    String(Date.parse(new Date(WHEN[i]!).toISOString().replace(/\.\d+/, ''))),
    DATED[i]!,
  ];
  const cases: [string, Standing, string[]][] = [
    [
      'all applied',
      dated(DATED, [named(0), named(1), named(2)]),
      ['2024 applied done: 1 name', '2024 applied done: 2 name', '2024 applied done: 3 name', 'nothing'],
    ],
    [
      'a late one runs late',
      dated(DATED, [named(0), named(2)]),
      ['2024 applied done: 1 name', '2024 out-of-order runs', '2024 applied done: 2 name', 'runs'],
    ],
    [
      'a name that 0.x left out is run again',
      dated(DATED.slice(0, 1), [[HASH[0]!, String(WHEN[0]), null]]),
      ['2024 applied runs: 1 hash+stamp [name-null]', 'runs'],
    ],
    [
      'a renamed folder is run again',
      dated(['20240418091231_other'], [named(0)]),
      ['2024 applied runs: 1 hash+stamp [name-differs]', 'runs'],
    ],
    [
      'a row of another migration of the same second is nobody’s',
      dated(DATED.slice(0, 1), [[hashOf('x'), String(WHEN[0]), '20240418091231_deleted']]),
      ['2024 pending runs', 'orphans 1', 'runs'],
    ],
    [
      'edited',
      dated(DATED.slice(0, 1), [[hashOf('x'), named(0)[1], DATED[0]!]]),
      ['2024 applied done: 1 name [hash-unknown]', 'nothing'],
    ],
    [
      'the first run upgrades the table by second',
      dated(DATED.slice(0, 2), [row(0), [hashOf('edited'), String(WHEN[1])]], {}),
      ['2024 applied done: 1 hash+stamp', '2024 applied done: 2 stamp [hash-unknown]', 'nothing'],
    ],
    [
      'the upgrade tells two of one second apart by their text',
      dated([DATED[0]!, `${DATED[0]!}2`], [[HASH[1]!, String(WHEN[0])]], {}),
      ['2024 out-of-order runs', '2024 applied done: 1 hash+stamp', 'runs'],
    ],
    [
      'the upgrade refuses a row without a folder',
      dated(DATED.slice(0, 1), [row(0), row(1)], {}),
      [
        '2024 applied done: 1 hash+stamp',
        'orphans 2',
        'fails: While upgrading your database migrations table we found 1 migrations (ids: 2) in the database that do not match any local migration. This means that some migrations were applied to the database but are missing from the local environment',
      ],
    ],
    [
      'a name without a date',
      dated(['init'], []),
      ['init pending skips', 'fails: invalid input syntax for type bigint: "NaN" (22P02), when init is recorded'],
    ],
  ];
  test.each(cases)('%s', (_, standing, expected) => {
    expect(told(standing)).toEqual(expected);
  });
});

test('a table without created_at stops the stock migrator', () => {
  const table = historyTable([]);
  const columns = table.columns.filter((c) => c.name !== 'created_at');
  const input = { environment: 'dev', line: '0.x', migrations: healthy(1).map(journalMigration), gitTexts: gitTexts() } as const;
  expect(standingOf({ ...input, table: { ...table, columns } }).stock).toMatchObject({
    outcome: 'fails',
    why: 'column "created_at" does not exist (42703)',
  });
});

test('ten thousand migrations and rows, also with one hash for all, are compared in seconds', () => {
  const entries = Array.from(
    { length: 10_000 },
    (_, i): EntryWords => ({ fields: { tag: `${i}_m`, when: 1.7e12 + i }, text: i % 2 ? EMPTY : `select ${i};` }),
  );
  const rows = entries.map((e, i): RowWords => [hashOf(e.text!), String(i % 3 ? e.fields['when'] : 5)]);
  const started = performance.now();
  expect(old(entries, rows).orphans).toEqual([]);
  expect(performance.now() - started).toBeLessThan(5000);
});
