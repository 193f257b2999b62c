/** Which of the other tools' folders is meant, and can a file be added to it? Each refusal says what to type. */
import { Problem } from '../base/problem.ts';
import type { LegacyHistory } from '../model/index.ts';
import { DRIZZLE } from './drizzle-folder.ts';
import { legacyTools } from './index.ts';
import type { LegacyWriting } from './writing.ts';

/** `legacy`, or `legacy:<folder>`. */
const WORD = 'legacy';

export type FolderHistory = LegacyHistory & { folder: string };

export interface NamedSystem {
  history: FolderHistory;
  writing: LegacyWriting;
}

export function systemNamed(histories: readonly LegacyHistory[], typed: string, on: string): NamedSystem {
  const command = `npx tidemark reconcile${on}`;
  if (typed !== WORD && !typed.startsWith(`${WORD}:`))
    throw new Problem('bad-as', `Nothing can be reconciled as "${typed}".`, {
      why: 'There is --as legacy, and --as legacy:<folder> where there are several.',
      fix: `${command} --as legacy`,
    });
  const wanted = typed === WORD ? null : plain(typed.slice(WORD.length + 1));
  const withFolder = histories.filter((h): h is FolderHistory => h.folder !== null && h.files.length > 0);
  const systems = withFolder.filter((h) => h.tool !== DRIZZLE);
  const lines = systems.map((h) => `${command} --as legacy:${h.folder}`).join('\n');
  const fitting = wanted === null ? systems : systems.filter((h) => h.folder === wanted);
  const [history, another] = fitting;
  if (!history) {
    const drizzles = wanted !== null && withFolder.some((h) => h.folder === wanted);
    const folderless = histories.find((h) => h.folder === null && h.table !== null);
    throw new Problem(
      'no-such-system',
      wanted === null ? 'There is no other migration system here.' : `${wanted} is no folder of another migration system.`,
      {
        why: drizzles
          ? 'Its files are Drizzle’s own; a second folder of them is no system that goes on.'
          : systems.length > 0
            ? `There ${systems.length === 1 ? 'is' : 'are'}: ${systems.map((h) => `${h.folder} (${h.tool})`).join(', ')}.`
            : folderless?.table
              ? `${folderless.table.schema}.${folderless.table.name} is the history of one (${folderless.tool}), and its files were not found.`
              : 'No files of another tool were found in this project.',
        fix: systems.length > 0 ? lines : command,
      },
    );
  }
  if (another)
    throw new Problem('which-system', 'There are several migration systems here.', {
      why: `${systems.map((h) => `${h.folder} (${h.tool})`).join(', ')}.`,
      fix: lines,
    });
  return { history, writing: writingOf(history, command) };
}

const plain = (folder: string): string => folder.replace(/^\.\//, '').replace(/\/+$/, '');

function writingOf({ tool, folder, files }: FolderHistory, command: string): LegacyWriting {
  const known = legacyTools.find((one) => one.tool === tool);
  const programs = !files.some((f) => /\.sql$/i.test(f.path));
  if (known?.writes && !programs) return known.writes;
  const creates = known?.creates;
  throw new Problem('not-sql', `No file can be written for ${tool} into ${folder}.`, {
    why: programs
      ? `Its files are programs: ${files
          .slice(-3)
          .map((f) => f.path)
          .join(', ')}.`
      : `${tool} makes its files itself.`,
    fix: [
      `${command} --dry-run`,
      'It shows the statements. For a migration to put them in:',
      creates ?? `what makes a new one in ${folder}`,
    ].join('\n'),
  });
}
