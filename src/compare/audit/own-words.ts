/** Which of a person's words are about the project's own migrations, and which about files of other systems? */
import { Problem } from '../../base/problem.ts';
import type { Standing } from '../../model/index.ts';
import { unknownMigration, type Words } from './decided.ts';
import { isCalled, type OtherFile } from './other-files.ts';

/** Words about the project's own migrations; the others are about files of other systems. */
export function ofOwn(words: Words, { migrations }: Standing, files: readonly OtherFile[]): Words {
  const names = migrations.map((m) => m.migration.name);
  const known = (name: string) => names.includes(name) || files.some((f) => isCalled(f, name));
  const stranger = [...words.ran, ...words.notRun].find((name) => !known(name));
  if (stranger !== undefined) throw unknownMigration(stranger, names);
  const own = (some: readonly string[]) => some.filter((name) => names.includes(name));
  return { ...words, ran: own(words.ran), notRun: own(words.notRun) };
}

/** What is run now may decide about the project's own migrations, so nothing is said of them in the same breath. */
export function checkNoneOwn({ ran, notRun }: Words, files: readonly OtherFile[], on: string): void {
  const [said, word] = ran[0] === undefined ? [notRun[0], '--not-run'] : [ran[0], '--ran'];
  if (said === undefined) return;
  const runs = files.filter((f) => f.is === 'run').map((f) => `--run ${f.name}`);
  throw new Problem('usage', `${said} is a migration of the project’s own folder, and ${runs[0]?.slice(6)} is run first.`, {
    why: 'What the file does may be what its migrations do as well. Nothing was changed.',
    fix: `npx tidemark adopt${on} ${runs.join(' ')}\nThen: npx tidemark adopt${on} ${word} ${said}`,
  });
}
