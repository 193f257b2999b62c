/** What becomes of a migration's row: every verdict, with a row and without, and with a word of a person's. */
import { describe, expect, test } from 'vitest';
import { Problem } from '../../src/base/problem.ts';
import { decided } from '../../src/compare/audit/decided.ts';
import type {
  Audit,
  JudgedMigration,
  Migration,
  MigrationStanding,
  MigrationVerdict,
  Standing,
  TiedRow,
} from '../../src/model/index.ts';

const migration = (name: string, position: number): Migration => ({
  name,
  position,
  file: `drizzle/${name}.sql`,
  when: 1_700_000_000_000 + position,
  sql: { ok: false, why: 'not needed' },
});

const tied = (position: number, over: Partial<TiedRow> = {}): TiedRow => ({
  row: { position, values: {}, id: String(position + 1), hash: null, createdAt: null, name: null },
  tie: 'hash',
  ambiguous: false,
  faults: [],
  ...over,
});

interface One {
  verdict: MigrationVerdict;
  /** Of an undecided one: a statement of it is there, or some of its rows are. */
  seen?: 'statement' | 'rows';
  recorded?: boolean;
  row?: Partial<TiedRow>;
}

/** One migration a verdict, named `m0`, `m1` …. */
function place(ones: readonly One[], audit: Partial<Audit> = {}): { standing: Standing; audit: Audit } {
  const migrations = ones.map(
    (one, i): MigrationStanding => ({
      migration: { ...migration(`m${i}`, i), sql: { ok: true, value: { text: '' } as never } },
      state: one.recorded ? 'applied' : 'pending',
      rows: one.recorded ? [tied(i, one.row)] : [],
      stock: 'done',
    }),
  );
  const judged = ones.map(
    (one, i): JudgedMigration => ({
      migration: `m${i}`,
      file: `drizzle/m${i}.sql`,
      recorded: one.recorded === true,
      verdict: one.verdict,
      objects: [`table public.t${i}`],
      statements: [
        {
          offset: 0,
          length: 1,
          line: 3,
          tag: 'CREATE TABLE',
          touches: one.verdict === 'undecided' ? 'data' : 'schema',
          verdict: one.verdict === 'undecided' && one.seen !== 'statement' ? 'undecidable' : 'executed',
          speaksFor: one.verdict === 'undecided' && !one.seen ? [] : [`table public.t${i} exists`],
          speaksAgainst: [],
          ...(one.verdict === 'not-executed' ? { loses: [{ what: `table public.t${i}`, rows: 2 }] } : {}),
        },
      ],
    }),
  );
  const rows = migrations.flatMap((m) => m.rows.map((r) => r.row));
  return {
    standing: {
      environment: 'production',
      table: rows.length > 0 ? ({ rows } as never) : null,
      migrations,
      orphans: [],
      stock: { outcome: 'nothing', runs: [], skips: [] },
    },
    audit: {
      environment: 'production',
      system: { tool: 'Drizzle', folder: 'drizzle/', own: true },
      migrations: judged,
      stands: { is: 'at', migration: null, or: [] },
      drift: [],
      notCompared: [],
      proof: { engine: 'PGlite 18.6', replayed: [] },
      ...audit,
    },
  };
}

const words = (ran: string[] = [], notRun: string[] = []) => ({ ran, notRun, by: 'ada' });
const doing = ({ standing, audit }: ReturnType<typeof place>, ran: string[] = [], notRun: string[] = []) =>
  decided(standing, audit, words(ran, notRun)).map((d) => `${d.does} ${d.confidence}`);

describe('without a word', () => {
  test('what is proven is recorded or left to be run', () => {
    expect(doing(place([{ verdict: 'executed' }, { verdict: 'not-executed' }]))).toEqual(['record proven', 'leave proven']);
  });

  test('nothing is recorded because an object exists: without a proof, or with anything of it different, a person is asked', () => {
    const unproven = { proof: null, unproven: 'the shadow did not start' };
    expect(doing(place([{ verdict: 'executed' }], unproven))).toEqual(['ask unproven']);
    const difference = {
      kind: 'table',
      id: 'public.t0',
      is: 'changed',
      class: 'structural',
      facts: [],
      left: null,
      right: null,
      within: false,
    } as const;
    expect(doing(place([{ verdict: 'executed' }], { drift: [difference] as never }))).toEqual(['ask unproven']);
    expect(doing(place([{ verdict: 'executed' }], { drift: [{ ...difference, class: 'cosmetic' }] as never }))).toEqual([
      'record proven',
    ]);
    expect(doing(place([{ verdict: 'executed' }], { drift: [{ ...difference, id: 'public.other' }] as never }))).toEqual([
      'record proven',
    ]);
  });

  test.each(['partly', 'data-unknown', 'superseded', 'undecided', 'nothing'] as const)(
    '%s needs a person, or a row that is there already',
    (verdict) => {
      expect(doing(place([{ verdict }]))).toEqual(['ask unproven']);
      expect(doing(place([{ verdict, recorded: true }]))[0]).toMatch(/^keep /);
    },
  );

  test('what only writes rows is simply pending behind a history', () => {
    expect(doing(place([{ verdict: 'executed', recorded: true }, { verdict: 'undecided' }]))).toEqual([
      'keep proven',
      'leave unproven',
    ]);
    for (const seen of ['statement', 'rows'] as const)
      expect(
        doing(
          place([
            { verdict: 'executed', recorded: true },
            { verdict: 'undecided', seen },
          ]),
        ),
      ).toEqual(['keep proven', 'ask unproven']);
    expect(doing(place([{ verdict: 'executed', recorded: true }, { verdict: 'data-unknown' }]))).toEqual([
      'keep proven',
      'ask unproven',
    ]);
    expect(doing(place([{ verdict: 'undecided' }, { verdict: 'executed', recorded: true }]))).toEqual([
      'ask unproven',
      'keep proven',
    ]);
  });

  test('a row is taken out only where it is proven false', () => {
    expect(doing(place([{ verdict: 'not-executed', recorded: true }]))).toEqual(['take-out proven']);
    expect(doing(place([{ verdict: 'not-executed', recorded: true }], { proof: null }))).toEqual(['keep recorded']);
    expect(doing(place([{ verdict: 'not-executed', recorded: true, row: { faults: ['hash-of-earlier-text'] } }]))).toEqual([
      'keep unproven',
    ]);
    expect(doing(place([{ verdict: 'not-executed', recorded: true, row: { ambiguous: true } }]))).toEqual(['keep unproven']);
  });

  test('what running it would take away is told', () => {
    const { standing, audit } = place([{ verdict: 'not-executed', recorded: true }]);
    expect(decided(standing, audit, words())[0]?.loses).toEqual([{ what: 'table public.t0', rows: 2 }]);
  });
});

describe('with a word', () => {
  test('it decides what evidence does not', () => {
    expect(doing(place([{ verdict: 'undecided' }, { verdict: 'partly' }]), ['m0'], ['m1'])).toEqual([
      'record stated',
      'leave stated',
    ]);
    expect(doing(place([{ verdict: 'partly', recorded: true }]), [], ['m0'])).toEqual(['take-out stated']);
  });

  test('against what seems never to have run it is recorded as a word, and keeps a row', () => {
    expect(doing(place([{ verdict: 'not-executed' }]), ['m0'])).toEqual(['record stated']);
    expect(doing(place([{ verdict: 'not-executed', recorded: true }]), ['m0'])).toEqual(['keep stated']);
  });

  test('against what is proven to have run it is refused', () => {
    expect(() => doing(place([{ verdict: 'executed' }]), [], ['m0'])).toThrow(Problem);
    expect(() => doing(place([{ verdict: 'undecided' }]), ['m0'], ['m0'])).toThrow(Problem);
    expect(() => doing(place([{ verdict: 'undecided' }]), ['m7'])).toThrow(Problem);
  });
});
