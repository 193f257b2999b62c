/** What may be done about a migration by evidence alone: record it, let it run, or ask a person. */
import type { Audit, JudgedMigration, JudgedStatement, MigrationVerdict, TiedRow } from '../../model/index.ts';
import { tellingFirst } from './telling.ts';

export interface Fact {
  /** Of the statement in the migration's file. */
  line: number;
  says: string;
}

export interface Recordable {
  /** record: that it was executed is proven. run: that it was not is proven. ask: neither is. */
  course: 'record' | 'run' | 'ask';
  /** Completes "it …, because". */
  why: string;
  /** What speaks, the most telling first. */
  facts: Fact[];
  /** What running it now would take away; rows null: they could not be counted. */
  loses: { what: string; rows: number | null }[];
}

/** An object that exists proves nothing: only a verdict on every statement does, under a replay that left nothing of it different. */
export function recordable(judged: JudgedMigration, audit: Pick<Audit, 'proof' | 'unproven' | 'drift'>): Recordable {
  const { verdict, statements } = judged;
  const loses = verdict === 'executed' ? [] : lossesOf(statements);
  const different = differentOf(judged, audit.drift);
  const facts = factsOf(judged);
  if (verdict !== 'executed' && verdict !== 'not-executed')
    return { course: 'ask', why: doubted(judged) && verdict === 'undecided' ? HALF : UNTOLD[verdict], facts, loses };
  const seems = verdict === 'executed' ? 'what it does is there' : 'what it does is not there';
  if (!audit.proof)
    return {
      course: 'ask',
      why: `${seems}, and that could not be tried: ${audit.unproven ?? 'nothing was replayed'}`,
      facts,
      loses,
    };
  if (different.length > 0) return { course: 'ask', why: `${seems}, and not as it leaves it: ${some(different)}`, facts, loses };
  return {
    course: verdict === 'executed' ? 'record' : 'run',
    why: seems,
    facts,
    loses,
  };
}

/** Some sign says that it ran, however weak: whoever lets it run may do it twice. */
export const mayHaveRun = ({ verdict, statements }: JudgedMigration): boolean =>
  verdict === 'partly' ||
  verdict === 'data-unknown' ||
  statements.some(
    (s) => s.verdict === 'executed' || (s.verdict === 'undecidable' && s.touches === 'data' && s.speaksFor.length > 0),
  );

/** Why its row may be about another text or another migration, so that the evidence does not speak against it; null: it is this one's. */
export function otherThan(rows: readonly TiedRow[]): string | null {
  if (rows[0]?.faults.some((f) => f === 'hash-unknown' || f === 'hash-of-earlier-text'))
    return 'another text was recorded: the file was edited since';
  return rows.some((r) => r.ambiguous) ? 'several migrations fit its row equally well' : null;
}

/** Something of it is missing, whatever became of the rest. */
export const doubted = ({ statements }: JudgedMigration): boolean => statements.some((s) => s.verdict === 'not-executed');

const HALF = 'what it does to the schema is not there, and of the rows that it writes nothing can be told';

const UNTOLD: Readonly<Record<Exclude<MigrationVerdict, 'executed' | 'not-executed'>, string>> = {
  partly: 'some of it is there and some is not',
  'data-unknown': 'its schema is there, and whether its rows were written cannot be told',
  superseded: 'later migrations leave nothing of it to be seen',
  undecided: 'the evidence speaks for neither',
  nothing: 'it changes nothing that could be seen',
};

function differentOf({ objects = [] }: JudgedMigration, drift: Audit['drift']): string[] {
  const mine = new Set(objects);
  return drift
    .filter(
      (d) =>
        d.class === 'structural' &&
        (mine.has(`${d.kind} ${d.id}`) || (d.right !== null && mine.has(`${d.right.kind} ${d.right.id}`))),
    )
    .map((d) => `${d.kind.replaceAll('-', ' ')} ${d.id}`);
}

const FACTS = 3;
const KEPT = 12;

/** Of what was executed what speaks for it, else what speaks against it first; where nothing does, the statement that stays open. */
function factsOf({ verdict, statements }: JudgedMigration): Fact[] {
  const told = statements.flatMap((s) => {
    const facts = verdict === 'executed' ? s.speaksFor : [...s.speaksAgainst, ...s.speaksFor];
    return tellingFirst(facts)
      .slice(0, 2)
      .map((says) => ({ line: s.line, says }));
  });
  const open = statements
    .filter((s) => s.verdict === 'undecidable' && s.touches === 'data')
    .map((s) => ({ line: s.line, says: `${wordsOfTag(s.tag)} writes rows${s.probe ? `; ask: ${s.probe}` : ''}` }));
  const facts = verdict === 'executed' || verdict === 'not-executed' ? told : [...open, ...told];
  return facts.slice(0, KEPT);
}

/** `line 3: table public.users exists; line 9: …`; with a file `drizzle/0001_x.sql:3: …`. */
export const factTexts = (facts: readonly Fact[], most: number, file?: string): string[] => [
  ...facts.slice(0, most).map(({ line, says }) => `${file === undefined ? `line ${line}` : `${file}:${line}`}: ${says}`),
  ...(facts.length > most ? [`and ${facts.length - most} more`] : []),
];

const wordsOfTag = (tag: string): string =>
  tag
    .split(' ')
    .filter((w) => Number.isNaN(Number(w)))
    .join(' ');

function lossesOf(statements: readonly JudgedStatement[]): Recordable['loses'] {
  const all = statements.flatMap((s) => s.loses ?? []);
  return all.filter((l, i) => all.findIndex((o) => o.what === l.what) === i);
}

const some = (names: readonly string[]): string =>
  names.length > FACTS ? `${names.slice(0, FACTS).join(', ')} and ${names.length - FACTS} more` : names.join(', ');

/** `table public.flow_metrics_config with 24 rows`. */
export const lossText = ({ what, rows }: Recordable['loses'][number]): string =>
  rows === null
    ? `${what}, whose rows could not be counted`
    : `${what} with ${rows >= MOST ? 'a million rows or more' : `${rows} ${rows === 1 ? 'row' : 'rows'}`}`;

/** Counting stops there. */
const MOST = 1_000_000;
