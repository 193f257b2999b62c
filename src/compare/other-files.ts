/** The files of other systems in one environment: already there, to be run now, or not to be told. */

import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import type { Audit, LegacyFile, LegacyHistory } from '../model/index.ts';
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

/** `run`: names of files that are to be run now. */
export function otherFiles(
  audits: readonly Audit[],
  legacies: readonly LegacyHistory[],
  words: Words,
  run: readonly string[],
): OtherFile[] {
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
      if (known.is === 'absent' && said(run))
        mayRun(
          path,
          judged.statements.map((s) => s.tag),
        );
      return { ...base, ...known, ...(known.is === 'absent' && said(run) ? { is: 'run' as const } : {}) };
    }),
  );
  for (const name of run) checkRun(name, files);
  return files;
}

/** By its name, with or without the extension, or by its path. */
export const isCalled = ({ name, path }: Pick<OtherFile, 'name' | 'path'>, typed: string): boolean =>
  typed === path || typed === name || `${typed}.sql` === name;

function checkRun(name: string, files: readonly OtherFile[]): void {
  const found = files.find((f) => isCalled(f, name));
  if (!found) {
    const near = nearest(
      name,
      files.map((f) => f.name),
    );
    throw new Problem('unknown-file', `No other system has a migration file ${name}.`, {
      why:
        files.length > 0
          ? `There are: ${files
              .slice(-10)
              .map((f) => f.name)
              .join(', ')}. Migrations of the project’s own folder are run by migrate.`
          : 'No other migration system was found.',
      fix: near ? `--run ${near}` : 'npx tidemark audit',
    });
  }
  if (found.is === 'run' && found.file === null)
    throw new Problem('listed-by-nobody', `${found.path} is not run by adopt.`, {
      why: 'It lies in the project’s own folder, and Drizzle runs what the journal lists. Nothing was changed.',
      fix: 'npx tidemark doctor --audit',
    });
  if (found.is !== 'ask') return;
  throw new Problem('word-needed', `Whether ${found.path} ran cannot be proven, so it is not run.`, {
    why: [`${found.why}.`, ...factTexts(found.facts, 3), 'Nothing was changed.'].join('\n'),
    fix: `When you know that it did not: --not-run ${name} --run ${name}\nWhen it did: --ran ${name}`,
  });
}

const CONTROL: readonly string[] = ['BEGIN', 'COMMIT', 'ROLLBACK', 'START TRANSACTION', 'SAVEPOINT', 'RELEASE'];

/** What is run goes into one transaction with everything else of the plan. */
function mayRun(path: string, tags: readonly string[]): void {
  const control = tags.find((t) => CONTROL.includes(t));
  if (control === undefined) return;
  throw new Problem('not-one-transaction', `${path} says ${control} itself.`, {
    why: 'What a plan runs shares one transaction, so that all of it is in or nothing. Nothing was changed.',
    fix: `Take ${control} and its end out of the file, then run the same command again.`,
  });
}
