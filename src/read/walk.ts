/** Which files lie below a folder? Bounded, symbolic links named and not followed. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { got, type Read } from '../model/read.ts';
import { errnoOf } from './errno.ts';

export type Kind = 'file' | 'folder';

/** A folder's entries in code-unit order, as drizzle-kit sorts them. */
export function entriesIn(absolute: string): Read<Dirent[]> {
  try {
    return got(readdirSync(absolute, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)));
  } catch (error) {
    return { ok: false, why: errnoOf(error) };
  }
}

/** What a path is once symbolic links are followed; not ok when it leads nowhere, in a circle, or may not be looked at. */
export function kindOf(absolute: string): Read<Kind> {
  try {
    return got(statSync(absolute).isDirectory() ? 'folder' : 'file');
  } catch (error) {
    return { ok: false, why: errnoOf(error) };
  }
}

export interface Walk {
  /** Every entry that is no folder, and empty folders with a `/` behind. */
  paths: string[];
  unreadable: { path: string; why: string }[];
  /** Entries that may still be visited; at 0 the walk stops and says so. */
  left: number;
}

/** Adds what lies below `absolute`, named from `path` on. `enters` says which folders are looked into. */
export function walk(
  absolute: string,
  path: string,
  depth: number,
  into: Walk,
  enters: (path: string, name: string) => boolean,
): void {
  const list = entriesIn(absolute);
  if (!list.ok) {
    into.unreadable.push({ path, why: list.why });
    return;
  }
  if (list.value.length === 0) into.paths.push(`${path}/`);
  for (const entry of list.value) {
    if (into.left <= 0) return;
    into.left -= 1;
    if (into.left === 0) into.unreadable.push({ path, why: 'too many entries: the rest was not looked at' });
    const below = path === '.' ? entry.name : `${path}/${entry.name}`;
    if (!entry.isDirectory()) into.paths.push(below);
    else if (depth > 0 && enters(below, entry.name)) walk(join(absolute, entry.name), below, depth - 1, into, enters);
  }
}
