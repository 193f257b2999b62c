import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256 } from '../../src/base/fingerprint.ts';
import { readGit } from '../../src/read/git/git.ts';
import { readGitTexts } from '../../src/read/git/git-texts.ts';
import { journalText, project, put } from './place.ts';

function run(cwd: string, ...args: string[]): string {
  const who = [
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@example.org',
    '-c',
    'init.defaultBranch=main',
    '-c',
    'commit.gpgsign=false',
  ];
  return execFileSync('git', [...who, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function commit(root: string, files: Record<string, string>, message = 'c'): void {
  put(root, files);
  run(root, 'add', '-A');
  run(root, 'commit', '-qm', message);
}

/** Every file of the repository with its bytes and times: a reader leaves them alone. */
function print(root: string): string {
  const hash = createHash('sha256');
  for (const path of readdirSync(join(root, '.git'), { recursive: true, encoding: 'utf8' }).sort()) {
    const stat = statSync(join(root, '.git', path));
    hash.update(`${path} ${stat.mtimeMs} ${stat.size}\n`);
    if (stat.isFile()) hash.update(readFileSync(join(root, '.git', path)));
  }
  return hash.digest('hex');
}

test('no repository is absent, and no failure', async () => {
  expect(await readGit(project(), 'drizzle', 'all')).toMatchObject({ ok: false, absent: true });
});

test('a repository without a commit', async () => {
  const root = project({ 'd/0000_a.sql': 'x' });
  run(root, 'init', '-q');
  const git = await readGit(root, 'd', 'all');
  expect(git).toMatchObject({ ok: true, value: { head: null, branch: 'main', shallow: false } });
  expect(git.ok && [git.value.tracked.size, git.value.texts.size]).toEqual([0, 0]);
});

test('tracked, ignored and earlier texts, seen from a project below the top, without a write', async () => {
  const top = project();
  run(top, 'init', '-q');
  commit(top, {
    'app/d/0000_a.sql': 'one',
    'app/d/meta/_journal.json': journalText([]),
    '.gitignore': '*.tmp\n',
    'app/d/0001_"q 🌊\n.sql': 'odd',
  });
  commit(top, { 'app/d/0000_a.sql': 'two' });
  run(top, 'checkout', '-qb', 'feature');
  commit(top, { 'app/d/0000_a.sql': 'on a branch' });
  run(top, 'checkout', '-q', 'main');
  commit(top, { 'app/d/0000_a.sql': 'three', 'app/d/0002_b.sql': 'merged by hand: main' });
  run(top, 'checkout', '-q', 'feature');
  commit(top, { 'app/d/0002_b.sql': 'merged by hand: feature' });
  run(top, 'checkout', '-q', 'main');
  expect(() => run(top, 'merge', '-q', 'feature')).toThrow();
  commit(top, { 'app/d/0000_a.sql': 'evil merge', 'app/d/0002_b.sql': 'both' });
  commit(top, { 'app/d/0003_lines.sql': 'a\nb\n' });
  put(top, { 'app/d/x.tmp': '', 'app/d/untracked.sql': '', 'app/d/0000_a.sql': 'not committed' });
  const before = print(top);
  const git = await readGit(join(top, 'app'), 'd', 'all');
  if (!git.ok) throw new Error(git.why);
  expect(print(top)).toBe(before);
  expect(git.value).toMatchObject({
    head: run(top, 'rev-parse', 'HEAD').trim(),
    branch: 'main',
    shallow: false,
    lineEndsPinned: false,
  });
  expect([...git.value.tracked].sort()).toEqual([
    'd/0000_a.sql',
    'd/0001_"q 🌊\n.sql',
    'd/0002_b.sql',
    'd/0003_lines.sql',
    'd/meta/_journal.json',
  ]);
  expect([...git.value.ignored]).toEqual(['d/x.tmp']);
  const texts = [...git.value.texts.values()].map((one) => one.text).sort();
  expect(texts).toEqual([
    'a\nb\n',
    'both',
    'evil merge',
    'merged by hand: feature',
    'merged by hand: main',
    'odd',
    'on a branch',
    'one',
    'three',
    'two',
  ]);
  const one = git.value.texts.get(sha256('one'));
  expect(one).toMatchObject({
    path: 'd/0000_a.sql',
    commit: run(top, 'rev-list', '--max-parents=0', '--abbrev-commit', '--abbrev=10', 'HEAD').trim(),
  });
  expect(Number.isNaN(Date.parse(one?.date ?? ''))).toBe(false);
  const some = await readGitTexts(join(top, 'app'), 'd', new Set([sha256('two'), sha256('never')]));
  expect(some.ok && [...some.value.texts.keys()]).toEqual([sha256('two')]);
  const windows = await readGitTexts(join(top, 'app'), 'd', new Set([sha256('a\r\nb\r\n')]));
  expect(windows.ok && [...windows.value.texts.values()]).toMatchObject([{ text: 'a\r\nb\r\n', path: 'd/0003_lines.sql' }]);
  const none = await readGit(join(top, 'app'), 'd', 'none');
  expect(none.ok && none.value.texts.size).toBe(0);
});

test('conflicts, pinned line ends, worktrees, shallow clones and bare repositories', async () => {
  const root = project();
  run(root, 'init', '-q');
  commit(root, { 'd/0000_a.sql': 'base', '.gitattributes': '*.sql text eol=lf\n' });
  run(root, 'checkout', '-qb', 'other');
  commit(root, { 'd/0000_a.sql': 'theirs' });
  run(root, 'checkout', '-q', 'main');
  commit(root, { 'd/0000_a.sql': 'ours' });
  const tree = join(project(), 'tree');
  run(root, 'worktree', 'add', '-q', '--detach', tree, 'other');
  const inTree = await readGit(tree, 'd', 'all');
  expect(inTree).toMatchObject({ ok: true, value: { branch: null } });
  expect(inTree.ok && inTree.value.texts.size).toBe(3);
  const clones = project();
  run(clones, 'clone', '-q', '--depth', '1', `file://${root}`, 'shallow');
  expect(await readGit(join(clones, 'shallow'), 'd', 'all')).toMatchObject({
    ok: true,
    value: { shallow: true, lineEndsPinned: true },
  });
  run(clones, 'clone', '-q', '--bare', root, 'bare');
  expect(await readGit(join(clones, 'bare'), 'd', 'all')).toMatchObject({
    ok: false,
    absent: true,
    why: expect.stringContaining('bare'),
  });
  expect(() => run(root, 'merge', '-q', 'other')).toThrow();
  const git = await readGit(root, 'd', 'none');
  expect(git.ok && [...git.value.conflicted]).toEqual(['d/0000_a.sql']);
});

test('a repository that git refuses is a failure with its reason, and so is one that is broken', async () => {
  const root = project({ 'd/0000_a.sql': 'x' });
  mkdirSync(join(root, '.git'));
  const git = await readGit(root, 'd', 'all');
  expect(git.ok).toBe(false);
  expect(git).not.toHaveProperty('absent');
});

test.skipIf(process.getuid?.() !== 0)('a repository of somebody else is a failure that names safe.directory', async () => {
  const root = project({ 'd/0000_a.sql': 'x' });
  run(root, 'init', '-q');
  chownSync(root, 54321, 54321);
  chownSync(join(root, '.git'), 54321, 54321);
  const git = await readGit(root, 'd', 'all');
  expect(git).toMatchObject({ ok: false, why: expect.stringContaining('dubious ownership') });
  expect(git).not.toHaveProperty('absent');
});

test('the many texts of a long history are read in two processes', async () => {
  const root = project();
  run(root, 'init', '-q');
  const stream = Array.from({ length: 300 }, (_, i) => {
    const body = `select ${i};\n${'x'.repeat(i * 20)}`;
    return `blob\nmark :${i * 2 + 1}\ndata ${body.length}\n${body}\ncommit refs/heads/main\nmark :${i * 2 + 2}\ncommitter t <t@example.org> ${1700000000 + i} +0000\ndata 1\nc\n${i ? `from :${i * 2}\n` : ''}M 100644 :${i * 2 + 1} d/0000_a.sql\n\n`;
  }).join('');
  execFileSync('git', ['fast-import', '--quiet'], { cwd: root, input: stream });
  const git = await readGitTexts(root, 'd', 'all');
  expect(git.ok && git.value.texts.size).toBe(300);
  expect(git.ok && git.value.cut).toBeUndefined();
});
