// doctor on files alone: every real history of the corpus, and 1,000 generated migrations without and with 120 MB of snapshots.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rounds } from './measure.mjs';
import { makeProject } from './project.mjs';
import { kit, kitName, LINES, linkStock, tidemark } from './tools.mjs';

const CORPUS = fileURLToPath(new URL('../../shared/corpus', import.meta.url));
const MANY = 1000;
const HEAVY = 120 * 1024 * 1024;

/** It did the work: one JSON object, no problem, as many migrations as there are. */
export function answered(command, { migrations, exits = [0] }) {
  return ({ code, stdout }) => {
    if (!exits.includes(code) || !stdout.startsWith('{')) return 'no answer';
    const answer = JSON.parse(stdout);
    if (answer.command !== command || answer.problem) return `problem ${answer.problem?.code}`;
    const failed = answer.unchecked.filter((u) => !u.absent && !u.because);
    if (failed.length > 0) return `not checked: ${failed[0].why}`;
    const seen = answer.data.migrations ?? answer.data.environments[0]?.migrations.length;
    return migrations === undefined || seen === migrations || `${seen} migrations, not ${migrations}`;
  };
}

export async function measureCorpus(context) {
  if (!existsSync(CORPUS)) {
    process.stderr.write('corpus: skipped, ../shared/corpus is not there\n');
    return [];
  }
  const projects = readdirSync(CORPUS).filter((name) => existsSync(join(CORPUS, name, 'migrations')));
  const groups = [];
  for (const name of projects) {
    const cwd = join(CORPUS, name);
    const line = existsSync(join(cwd, 'migrations/meta/_journal.json')) ? '0.x' : '1.0';
    const flags = ['--out', 'migrations'];
    const { migrations } = JSON.parse(readFileSync(join(cwd, 'expected.json'), 'utf8'));
    const ours = {
      name: 'tidemark',
      cwd,
      command: tidemark(context.installed, 'doctor', '--files', '--json', ...flags),
      check: answered('doctor', { exits: [0, 1] }),
    };
    // It ends with 1 for collisions and for snapshots of an older version: an answer too.
    const theirs = {
      name: kitName(line),
      cwd,
      command: kit(line, 'check', '--dialect', 'postgresql', ...flags),
      check: ({ code, stdout, stderr }) => code !== null && code <= 1 && `${stdout}${stderr}`.length > 0,
    };
    groups.push({ ...(await rounds(`doctor --files, ${name}`, [ours, theirs], context)), project: name, line, migrations });
  }
  return groups;
}

/** In 1.0 a snapshot holds only what it changes, so that heavy ones are those of the journal layout. */
const SIZES = [
  { size: '1,000 migrations', snapshotBytes: 0, lines: LINES },
  { size: '1,000 migrations, 120 MB of snapshots', snapshotBytes: HEAVY, lines: ['0.x'] },
];

export async function measureGenerated(context) {
  const groups = [];
  for (const { size, snapshotBytes, lines } of SIZES) {
    const contenders = lines.flatMap((line) => {
      const cwd = makeProject(join(context.work, `files-${line}-${snapshotBytes}`), { line, count: MANY, snapshotBytes });
      linkStock(line, cwd);
      const of = (name, command, check) => ({
        name,
        cwd,
        env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
        command,
        check,
      });
      return [
        of(
          `tidemark (${line})`,
          tidemark(context.installed, 'doctor', '--files', '--json'),
          answered('doctor', { migrations: MANY }),
        ),
        of(`${kitName(line)} check`, kit(line, 'check'), ({ code }) => code === 0),
      ];
    });
    groups.push(await rounds(`doctor --files, ${size}`, contenders, context));
  }
  return groups;
}
