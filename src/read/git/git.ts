/** What does git know about the migrations folder? */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Git } from '../../model/git.ts';
import { got, type Read, type Unread } from '../../model/read.ts';
import { asPath, fromRoot } from '../paths.ts';
import { git } from './git-process.ts';
import { readGitTexts, type WantedTexts } from './git-texts.ts';

/**
 * Six short processes side by side, about 20 ms; earlier texts cost a walk through the history and are read only when
 * asked for (`readGitTexts` reads them later). No git, no repository, a bare one: `absent`.
 */
export async function readGit(root: string, out: string, wantTexts: WantedTexts): Promise<Read<Git>> {
  const path = fromRoot(root, out);
  const where = await placeIn(root);
  if (!where.ok) return where;
  const [head, branch, listed, ignored, attributes] = await Promise.all([
    git(root, ['rev-parse', '--verify', '--quiet', 'HEAD']),
    git(root, ['symbolic-ref', '--quiet', '--short', 'HEAD']),
    git(root, ['ls-files', '-z', '--stage', '--', path]),
    git(root, ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--', path]),
    git(root, ['check-attr', '-z', 'text', 'eol', '--', `${path}/0000_any.sql`]),
  ]);
  if (!listed.ok) return listed;
  if (!ignored.ok) return ignored;
  const index = indexOf(listed.value);
  const texts = wantTexts === 'none' ? null : await readGitTexts(root, out, wantTexts);
  if (texts !== null && !texts.ok) return texts;
  return got({
    top: where.value.top,
    shallow: where.value.shallow,
    head: head.ok ? head.value.trim() : null,
    branch: branch.ok ? branch.value.trim() : null,
    tracked: index.tracked,
    conflicted: index.conflicted,
    ignored: new Set(fields(ignored.value).map(asPath)),
    texts: texts?.value.texts ?? new Map(),
    lineEndsPinned: attributes.ok && isPinned(fields(attributes.value)),
    ...(texts?.value.cut !== undefined && { textsCut: texts.value.cut }),
  });
}

/** NUL-separated fields. */
const fields = (text: string): string[] => text.split('\0').filter((field) => field !== '');

async function placeIn(root: string): Promise<Read<{ top: string; shallow: boolean }>> {
  const asked = await git(root, ['rev-parse', '--is-bare-repository', '--is-inside-work-tree', '--is-shallow-repository']);
  if (!asked.ok) return asked.absent || holdsGit(root) ? asked : noRepository;
  const [bare, inside, shallow] = asked.value.trim().split('\n');
  if (inside !== 'true')
    return bare === 'true' ? { ...noRepository, why: 'the git repository is bare: it has no files' } : noRepository;
  const top = await git(root, ['rev-parse', '--show-toplevel']);
  return top.ok ? got({ top: top.value.replace(/\n$/, ''), shallow: shallow === 'true' }) : top;
}

const noRepository: Unread = { ok: false, why: 'the project is not in a git repository', absent: true };

/** git ends with 128 both outside a repository and in one that it will not open; only the second has a `.git` above it. */
function holdsGit(root: string): boolean {
  for (let at = resolve(root); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (dirname(at) === at) return false;
  }
}

/** `<mode> <object> <stage>\t<path>`; a stage other than 0 is an unmerged path. */
function indexOf(text: string): { tracked: Set<string>; conflicted: Set<string> } {
  const tracked = new Set<string>();
  const conflicted = new Set<string>();
  for (const line of fields(text)) {
    const tab = line.indexOf('\t');
    const path = asPath(line.slice(tab + 1));
    tracked.add(path);
    if (line[tab - 1] !== '0') conflicted.add(path);
  }
  return { tracked, conflicted };
}

/** Triples of path, attribute, value. */
function isPinned(triples: string[]): boolean {
  const values = new Map<string, string>();
  for (let i = 0; i + 2 < triples.length; i += 3) values.set(triples[i + 1] ?? '', triples[i + 2] ?? '');
  return values.get('text') === 'unset' || values.get('eol') === 'lf';
}
