/** The files of other systems in one environment: already there, to be run now, or not to be told. */

import { nearest } from '../../base/nearest.ts';
import { Problem } from '../../base/problem.ts';
import type { Audit, Audits, LegacyFile, LegacyHistory, SqlFacts } from '../../model/index.ts';
import type { Words } from './decided.ts';
import { doubted, type Fact, factTexts, type Recordable, recordable } from './recordable.ts';

export interface OtherFile {
  tool: string;
  folder: string;
  /** As the audit calls it: `022_flow_metrics_jsonb.sql`. */
  name: string;
  path: string;
  /** Its own system's history holds it. */
  recorded: boolean;
  /** Something of it is missing. */
  doubted: boolean;
  /** there: its effect is there. run: this plan runs it. absent: it never ran, and nobody asked to run it. ask: it cannot be told. */
  is: 'there' | 'run' | 'absent' | 'ask';
  confidence: 'proven' | 'stated' | 'unproven';
  why: string;
  facts: Fact[];
  loses: Recordable['loses'];
  file: LegacyFile | null;
}

export interface OthersRead {
  audits: readonly Audit[];
  /** Folders that could not be audited. */
  untold: Audits['untold'];
  legacies: readonly LegacyHistory[];
  /** By path; null: no parser was there. */
  facts: ReadonlyMap<string, SqlFacts> | null;
}

/** `run`: names of files that are to be run now. */
export function otherFiles({ audits, untold, legacies, facts }: OthersRead, words: Words, run: readonly string[]): OtherFile[] {
  const files = audits.flatMap((audit) =>
    audit.migrations.map((judged): OtherFile => {
      const evidence = recordable(judged, audit);
      const path = judged.file ?? judged.migration;
      const file = legacies.flatMap((l) => l.files).find((f) => f.path === path) ?? null;
      const base = {
        tool: audit.system.tool,
        folder: audit.system.folder,
        name: judged.migration,
        path,
        recorded: judged.recorded,
        doubted: doubted(judged),
        facts: evidence.facts,
        loses: evidence.loses,
        file,
      };
      const said = (names: readonly string[]) => names.some((n) => isCalled(base, n));
      const stated = (why: string) => `stated by ${words.by}; ${why}`;
      const known: Pick<OtherFile, 'is' | 'confidence' | 'why'> =
        evidence.course !== 'ask'
          ? { is: evidence.course === 'record' ? 'there' : 'absent', confidence: 'proven', why: evidence.why }
          : said(words.ran)
            ? { is: 'there', confidence: 'stated', why: stated(evidence.why) }
            : said(words.notRun)
              ? { is: 'absent', confidence: 'stated', why: stated(evidence.why) }
              : { is: 'ask', confidence: 'unproven', why: evidence.why };
      if (known.is === 'absent' && said(run) && file) mayRun(file, facts?.get(path));
      return { ...base, ...known, ...(known.is === 'absent' && said(run) ? { is: 'run' as const } : {}) };
    }),
  );
  const stops = [
    ...audits.flatMap(({ stops: s }) =>
      s ? [`${s.migration} does not replay, so nothing is known of it and of those behind it: ${s.why}`] : [],
    ),
    ...untold.map(({ what, why }) => `Nothing could be told of ${what}: ${why}`),
  ];
  const open = run.flatMap((name) => checkRun(name, files, stops));
  if (open.length > 0) throw wordsNeeded(open);
  return files;
}

/** By its name, with or without the extension, or by its path. */
export const isCalled = ({ name, path }: Pick<OtherFile, 'name' | 'path'>, typed: string): boolean =>
  typed === path || typed === name || `${typed}.sql` === name;

/** With its name where a person has to say whether it ran. */
function checkRun(name: string, files: readonly OtherFile[], stops: readonly string[]): OtherFile[] {
  const found = files.find((f) => isCalled(f, name));
  if (!found) {
    const near = nearest(
      name,
      files.map((f) => f.name),
    );
    const [stop] = stops;
    throw new Problem('unknown-file', `No other system has a migration file ${name} of which something could be told.`, {
      why: stop
        ? `${stop}.`
        : files.length > 0
          ? `There are: ${files
              .slice(-10)
              .map((f) => f.name)
              .join(', ')}. Migrations of the project’s own folder are run by migrate.`
          : 'No other migration system was found.',
      fix: near ? `Did you mean --run ${near}? Else: npx tidemark audit` : 'npx tidemark audit',
    });
  }
  if (found.is === 'run' && found.file === null)
    throw new Problem('listed-by-nobody', `${found.path} is not run by adopt.`, {
      why: 'It lies in the project’s own folder, and Drizzle runs what the journal lists. Nothing was changed.',
      fix: 'npx tidemark doctor --audit',
    });
  return found.is === 'ask' ? [found] : [];
}

function wordsNeeded(files: readonly OtherFile[]): Problem {
  const names = files.map((f) => f.name);
  const one = files.length === 1;
  return new Problem(
    'word-needed',
    `Whether ${files.map((f) => f.path).join(', ')} ran cannot be proven, so ${one ? 'it is' : 'they are'} not run.`,
    {
      why: [
        ...files.flatMap((f) => [`${one ? '' : `${f.name}: `}${f.why}.`, ...factTexts(f.facts, 3)]),
        'Nothing was changed.',
      ].join('\n'),
      fix: one
        ? `When you know that it did not: --not-run ${names[0]} --run ${names[0]}\nWhen it did: --ran ${names[0]}`
        : `Say of each, by name, what you know:\nThat it did not run: ${names.map((n) => `--not-run ${n}`).join(' ')}\nThat it ran: --ran instead of --run`,
    },
  );
}

/** What is run goes into one transaction with everything else of the plan. */
function mayRun({ path, up }: LegacyFile, facts: SqlFacts | undefined): void {
  const mine = facts?.statements.filter((s) => !up || (s.offset >= up.offset && s.offset < up.offset + up.length)) ?? [];
  const control = mine.find((s) => s.control !== undefined && s.nonTransactional === undefined);
  if (control)
    throw new Problem('not-one-transaction', `${path}:${control.line} says ${control.control?.toUpperCase()} itself.`, {
      why: 'What a plan runs shares one transaction, so that all of it is in or nothing. Nothing was changed.',
      fix: 'Take that statement and its end out of the file, then run the same command again.',
    });
  const alone = mine.find((s) => s.nonTransactional !== undefined);
  if (alone)
    throw new Problem('not-one-transaction', `${path}:${alone.line} cannot share a transaction: ${alone.nonTransactional}.`, {
      why: 'What a plan runs shares one transaction, so that all of it is in or nothing. Nothing was changed.',
      fix: `psql "$DATABASE_URL" -f ${path}\nThen the same command without this file: what it did is proven by what is there.`,
    });
}
