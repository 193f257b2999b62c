// Each guard of applying taken away in turn, in a copy of the tree: the tests named for it have to fail.
// node scripts/seeded-bugs.mjs [name …]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const all = JSON.parse(fs.readFileSync(path.join(root, 'tests/faults/seeded/bugs.json'), 'utf8'));
const names = process.argv.slice(2);
const bugs = all.filter(({ name }) => names.length === 0 || names.includes(name));
const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'tidemark-seeded-'));

/** What is installed is linked, everything else copied, so that the tests import the copy. */
function copyTree(from, to) {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.name === 'node_modules') fs.symlinkSync(source, target);
    else if (entry.isDirectory()) copyTree(source, target);
    else fs.cpSync(source, target, { verbatimSymlinks: true });
  }
}

/** Of the tests that ran: how many passed and failed, and how they failed. */
function tested(files, only) {
  const report = path.join(copy, 'report.json');
  fs.rmSync(report, { force: true });
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const flags = ['run', files, '-t', only, '--reporter=json', `--outputFile=${report}`];
  const { stdout, stderr } = spawnSync(process.execPath, [vitest, ...flags], {
    cwd: copy,
    env: { ...process.env, SEEDED: '1' },
    encoding: 'utf8',
  });
  if (!fs.existsSync(report)) throw new Error(`no report:\n${stdout}\n${stderr}`);
  const { numPassedTests: passed, numFailedTests: failed, testResults } = JSON.parse(fs.readFileSync(report, 'utf8'));
  const why = testResults.flatMap((file) => [
    file.message,
    ...file.assertionResults.flatMap((one) => one.failureMessages.map((text) => text.split('\n')[0])),
  ]);
  return { passed, failed, why: why.filter((text) => text) };
}

/** A copy that does not even run fails too, and shows nothing. */
const BROKEN = /SyntaxError|ReferenceError|Transform failed|is not a function/;

const wrong = [];
try {
  for (const name of ['src', 'tests', 'dist'])
    if (fs.existsSync(path.join(root, name))) copyTree(path.join(root, name), path.join(copy, name));
  for (const name of ['package.json', 'vitest.config.ts', 'tsconfig.json'])
    fs.cpSync(path.join(root, name), path.join(copy, name));
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  const say = (bug, verdict, more = '') => console.log(`${verdict.padEnd(10)} ${bug.name.padEnd(18)} ${bug.what}${more}`);

  for (const [files, of] of grouped(bugs)) {
    const control = tested(files, of.map((bug) => bug.only).join('|'));
    if (control.failed > 0 || control.passed === 0) {
      wrong.push(files);
      console.log(`${files}: without a bug ${control.passed} pass and ${control.failed} fail\n${control.why.join('\n')}`);
      continue;
    }
    for (const bug of of) {
      const file = path.join(copy, bug.file);
      const was = fs.readFileSync(file, 'utf8');
      if (was.split(bug.find).length !== 2) {
        wrong.push(bug.name);
        say(bug, 'not there', `\n  ${bug.file} does not hold once: ${bug.find}`);
        continue;
      }
      fs.writeFileSync(
        file,
        was.replace(bug.find, () => bug.replace),
      );
      const { passed, failed, why } = tested(files, bug.only);
      fs.writeFileSync(file, was);
      const broken = why.find((text) => BROKEN.test(text));
      const caught = failed > 0 && !broken;
      if (!caught) wrong.push(bug.name);
      const shown = why[0] ? `\n           ${why[0].slice(0, 160)}` : '';
      say(bug, caught ? 'caught' : broken ? 'broken' : 'NOT CAUGHT', `: ${failed} of ${passed + failed} failed${shown}`);
    }
  }
} finally {
  fs.rmSync(copy, { recursive: true, force: true });
}

function grouped(list) {
  const groups = new Map();
  for (const bug of list) groups.set(bug.tests, [...(groups.get(bug.tests) ?? []), bug]);
  return groups;
}

console.log(wrong.length === 0 ? `All ${bugs.length} were caught.` : `Not right: ${wrong.join(', ')}`);
process.exit(wrong.length === 0 ? 0 : 1);
