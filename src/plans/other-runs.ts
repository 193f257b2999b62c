/** The steps that run files of another system now, and what the plan says of each of its files. */

import type { OtherFile } from '../compare/audit/other-files.ts';
import { factTexts, lossText } from '../compare/audit/recordable.ts';
import type { Change } from '../model/index.ts';
import { migrationText } from './transaction.ts';

/** Nothing takes them back: they are somebody's SQL. */
export function otherRuns(environment: string, files: readonly OtherFile[]): Change[] {
  return files
    .filter((f) => f.is === 'run')
    .flatMap(({ path, file, loses }): Change[] => {
      if (!file?.content.ok || !file.up) return [];
      const { offset, length } = file.up;
      const text = file.content.value.text.slice(offset, offset + length);
      return [
        {
          kind: 'sql',
          environment,
          says: `Run ${path}; its own system’s history stays as it is.`,
          text: migrationText(text),
          undo: null,
          ...(loses.length > 0 ? { hazards: ['data-loss' as const] } : {}),
        },
      ];
    });
}

const MOST = 20;
const FACTS = 2;

/** What this plan does with them, then what is not as their own history says. */
export function otherNotes(files: readonly OtherFile[]): string[] {
  const runs = files.filter((f) => f.is === 'run');
  const odd = files.filter((f) => (f.is === 'absent' && f.recorded) || (f.is === 'there' && !f.recorded));
  const untold = files.filter((f) => f.is === 'ask' && (f.doubted || !f.recorded));
  const told = [
    ...runs.map((f) => `${f.path} is run now: ${why(f)}.${losing(f, 'It takes')}${because(f)}`),
    ...odd.map((f) =>
      f.is === 'there'
        ? `${f.path} is already there, and its own history does not hold it: ${why(f)}.${because(f)}`
        : `${f.path} never ran, although its own history holds it: ${why(f)}.${losing(f, 'Run as it is written, it takes')} To run it now: --run ${f.name}.${because(f)}`,
    ),
    ...untold.map(
      (f) =>
        `Whether ${f.path} ran cannot be told${f.recorded ? ', although its own history holds it' : ''}: ${f.why}.${because(f)}`,
    ),
  ];
  return told.length > MOST ? [...told.slice(0, MOST), `… and ${told.length - MOST} more files; --json has all of them.`] : told;
}

const why = ({ why: says, confidence }: OtherFile): string => `${says}${confidence === 'proven' ? ' (proven)' : ''}`;
const because = ({ facts }: OtherFile): string => (facts.length > 0 ? ` ${factTexts(facts, FACTS).join('; ')}.` : '');
const losing = ({ loses }: OtherFile, takes: string): string =>
  loses.length > 0 ? ` ${takes} away ${loses.map(lossText).join(', ')}.` : '';
