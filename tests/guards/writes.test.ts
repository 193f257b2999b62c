/** Is there one place that changes things? Every writing call of the source, and why it may be there. */
import { expect, test } from 'vitest';
import { codeOf, sources } from './sources.ts';

const WRITES =
  /\b(?:\w+\s*\.\s*)?(writeFile|writeFileSync|appendFile|appendFileSync|rename|renameSync|rm|rmSync|unlink|unlinkSync|rmdir|rmdirSync|mkdir|mkdirSync|mkdtemp|mkdtempSync|copyFile|copyFileSync|cp|cpSync|link|linkSync|symlink|symlinkSync|chmod|chmodSync|truncate|ftruncate|createWriteStream|utimes)\s*\(/g;

/** What else may write, and what: none of it is the user's project or a target. */
const ALLOWED: Readonly<Record<string, string>> = {
  'run/apply.ts': 'applies plans',
  'drivers/folder-lock.ts': 'the lock file of a folder that is changed',
  'drivers/data-folder-lock.ts': 'the lock file of a PGlite folder that is changed',
  'drivers/pglite.ts': 'a copy of a PGlite folder to look at, in the temporary folder; the folder that migrate creates',
  'cli/face.ts': 'the file that --events names',
  'cli/show.ts': 'the step summary of GitHub Actions',
  'cli/tour.ts': 'a throw-away project in the temporary folder',
  'read/kit/drizzle-kit.ts': 'a config in the temporary folder, for drizzle-kit to read',
  'read/kit/drizzle-states.ts': 'a question to drizzle-kit, in the temporary folder',
  'read/states/folder-at.ts': 'the folder of another commit, in the temporary folder',
  'read/kit/generated-schema.ts': 'an empty folder in the temporary folder, for drizzle-kit to write to',
  'read/kit/next-snapshot.ts': 'a copy of the migrations folder in the temporary folder, for drizzle-kit to write to',
  'read/kept-file.ts': 'what was made once, in the folder of caches',
  'read/shadow/cluster.ts': 'a throw-away cluster in the temporary folder',
  'read/temporary.ts': 'folders in the temporary one, made and removed',
  'run/keep-answer.ts': 'the file that audit --save names',
  'read/kit/pulled-schema.ts': 'a config in the temporary folder, for drizzle-kit to read',
  'read/kit/schema-copy.ts': 'a copy of source files in the temporary folder, for drizzle-kit to read',
  'read/kit/project-schema.ts': 'a copy of schema files in the temporary folder, for drizzle-kit to read',
};

test('only apply writes in the project', () => {
  const wrong: string[] = [];
  for (const [path, text] of sources) {
    if (/\b(fs\.open|openSync)\([^)]*'(w|a|r\+)/.test(text) && !(path in ALLOWED)) wrong.push(`${path}: open`);
    const calls = [...codeOf(text).matchAll(WRITES)].map(([call]) => call.replace(/\s*\($/, ''));
    const own = calls.filter((call) => new RegExp(`\\bfunction ${call}\\b|\\bconst ${call}\\b`).test(text));
    const left = calls.filter((call) => !own.includes(call));
    if (left.length > 0 && !(path in ALLOWED)) wrong.push(`${path}: ${left.join(', ')}`);
  }
  expect(wrong).toEqual([]);
});

test('whoever may write does', () => {
  const idle = Object.keys(ALLOWED).filter(
    (path) => sources.has(path) && ![...codeOf(sources.get(path) ?? '').matchAll(WRITES)].length,
  );
  expect(idle).toEqual([]);
});
