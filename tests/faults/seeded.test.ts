/** Is the list of seeded bugs about the code as it is, and does its script see one? All of them: `npm run faults:seeded`. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { hasServer } from '../servers.ts';

interface Bug {
  name: string;
  file: string;
  find: string;
  tests: string;
  only: string;
}

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const bugs = JSON.parse(readFileSync(at('tests/faults/seeded/bugs.json'), 'utf8')) as Bug[];

test.each(bugs)('$name stands once in the code', ({ file, find }) => {
  expect(readFileSync(at(file), 'utf8').split(find)).toHaveLength(2);
});

test('each has its name', () => {
  expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length);
});

test.skipIf(!hasServer(15))('one of them is caught by the test that is named for it', { timeout: 180_000 }, () => {
  const { status, stdout } = spawnSync(process.execPath, [at('scripts/seeded-bugs.mjs'), 'try-lock'], { encoding: 'utf8' });
  expect(stdout).toMatch(/^caught +try-lock/m);
  expect(status, stdout).toBe(0);
});
