/** Which line of Drizzle does the project use, 0.x or 1.0, and what are the signs? */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Layout } from '../../model/folder.ts';
import type { Line, LineSign } from '../../model/project.ts';
import { got, type Read } from '../../model/read.ts';
import { errnoOf } from '../errno.ts';
import { parseJson } from '../folder/json-places.ts';
import { textOf } from '../text-file.ts';
import { entriesIn } from '../walk.ts';
import { isObject } from './config-keys.ts';

const PACKAGES = ['drizzle-orm', 'drizzle-kit'] as const;
const LOCKS = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];

export interface DrizzleLine {
  line: Line;
  layout: Layout;
  signs: LineSign[];
  /** Drivers among the project's own dependencies. */
  drivers: string[];
}

/** `^0.45.4`, `1.0.0-rc.5`, `beta`: the line, or null when it says nothing. */
export function lineOf(version: string): Line | null {
  if (['beta', 'rc', 'next'].includes(version)) return '1.0';
  const digits = version.match(/\d+/)?.[0];
  if (digits === undefined || version.includes(':') || version === 'latest') return null;
  return Number(digits) === 0 ? '0.x' : '1.0';
}

export function drizzleLine(root: string, out: string): DrizzleLine {
  const signs: LineSign[] = [];
  for (const name of PACKAGES) {
    const version = installed(root, name);
    const line = version && lineOf(version);
    if (version && line) signs.push({ of: name, line, version, says: `${name} ${version} in node_modules` });
  }
  const asked = dependencies(root);
  for (const name of PACKAGES) {
    const range = asked.get(name);
    const line = range && lineOf(range);
    if (range && line) signs.push({ of: name, line, version: range, says: `${name} ${range} in package.json` });
  }
  signs.push(...locked(root));
  const disk = onDisk(root, out);
  signs.push(...disk.signs);
  const first = (of: LineSign['of']) => signs.find((sign) => sign.of === of)?.line;
  const line = first('drizzle-orm') ?? first('drizzle-kit') ?? first('layout') ?? first('snapshots') ?? '0.x';
  return { line, layout: disk.layout ?? (line === '1.0' ? 'dated' : 'journal'), signs, drivers: driversAmong(asked) };
}

/** Database clients among the project's own dependencies. */
export const driverPackages = (root: string): string[] => driversAmong(dependencies(root));

const driversAmong = (asked: ReadonlyMap<string, string>): string[] => [...asked.keys()].filter((name) => DRIVERS.has(name));

const DRIVERS = new Set([
  ...[
    'pg',
    'postgres',
    '@neondatabase/serverless',
    '@vercel/postgres',
    '@electric-sql/pglite',
    '@aws-sdk/client-rds-data',
    '@drizzle-team/minipg',
  ],
]);

function above(folder: string, file: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, file);
    if (existsSync(path)) return path;
    if (dirname(at) === at) return null;
  }
}

/** null: not there or no JSON; a broken package.json is npm's to report. */
function json(path: string): Record<string, unknown> | null {
  const text = textOf(path);
  const read = text.ok ? parseJson(text.value) : null;
  return read?.ok && isObject(read.value) ? read.value : null;
}

function installed(root: string, name: string): string | null {
  const path = above(root, join('node_modules', name, 'package.json'));
  const version = path && json(path)?.['version'];
  return typeof version === 'string' ? version : null;
}

function dependencies(root: string): Map<string, string> {
  const path = above(root, 'package.json');
  const held = path ? json(path) : null;
  const all = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) => {
    const block = held?.[key];
    return isObject(block) ? Object.entries(block) : [];
  });
  return new Map(
    all.reverse().flatMap(([name, range]): [string, string][] => (typeof range === 'string' ? [[name, range]] : [])),
  );
}

function locked(root: string): LineSign[] {
  for (let at = root; ; at = dirname(at)) {
    for (const file of LOCKS) {
      const path = join(at, file);
      const found = textOf(path);
      if (!found.ok) continue;
      const text = found.value;
      return PACKAGES.flatMap((name) => {
        const version = lockedVersion(text, file, name);
        const line = version && lineOf(version);
        return version && line
          ? [{ of: name, line, version, says: `${name} ${version} in ${relative(root, path) || file}` }]
          : [];
      });
    }
    if (existsSync(join(at, '.git')) || dirname(at) === at) return [];
  }
}

/** A look at the text: whole lock files are large and their formats many. */
function lockedVersion(text: string, file: string, name: string): string | null {
  const version = (from: number): string | null => text.slice(from, from + 40).match(/^[\^~]?\d[\w.-]*/)?.[0] ?? null;
  if (file.endsWith('.json')) {
    const at = text.indexOf(`"node_modules/${name}": {`);
    const key = at === -1 ? -1 : text.indexOf('"version": "', at);
    return key === -1 ? null : version(key + 12);
  }
  if (file === 'yarn.lock') {
    const at = ['\n', '\n"'].map((before) => text.indexOf(`${before}${name}@`)).find((found) => found !== -1);
    const key = at === undefined ? -1 : text.indexOf('\n  version', at);
    return key === -1 ? null : version(key + 10 + (text.slice(key + 10).match(/^[: "]*/)?.[0].length ?? 0));
  }
  for (const before of [`${name}@`, `/${name}/`]) {
    for (let at = text.indexOf(before); at !== -1; at = text.indexOf(before, at + 1)) {
      const found = version(at + before.length);
      if (found && /\d/.test(found.charAt(0))) return found;
    }
  }
  return null;
}

function onDisk(root: string, out: string): { layout: Layout | null; signs: LineSign[] } {
  const folder = join(root, out);
  const list = entriesIn(folder);
  if (!list.ok) return { layout: null, signs: [] };
  const signs: LineSign[] = [];
  const journal = existsSync(join(folder, 'meta', '_journal.json'));
  const dated = list.value.filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')));
  if (journal) signs.push({ of: 'layout', line: '0.x', says: `${out}/meta/_journal.json` });
  if (dated[0]) signs.push({ of: 'layout', line: '1.0', says: `${out}/${dated[0].name}/migration.sql` });
  const flat = entriesIn(join(folder, 'meta'));
  const old = flat.ok ? flat.value.filter((entry) => entry.name.endsWith('_snapshot.json')).at(-1) : undefined;
  const last = dated.at(-1);
  for (const file of [...(old ? [`meta/${old.name}`] : []), ...(last ? [`${last.name}/snapshot.json`] : [])]) {
    const version = snapshotVersion(join(folder, file));
    if (version)
      signs.push({
        of: 'snapshots',
        line: Number(version) >= 8 ? '1.0' : '0.x',
        version,
        says: `${out}/${file} has version ${version}`,
      });
  }
  const sql = list.value.some((entry) => entry.isFile() && entry.name.endsWith('.sql'));
  if (dated.length > 0) return { layout: journal ? null : 'dated', signs };
  return { layout: journal || sql ? 'journal' : null, signs };
}

/** From the file's first bytes: snapshots reach megabytes and name their version before the tables. */
function snapshotVersion(path: string): string | null {
  const head = headOf(path);
  return head.ok ? (head.value.match(/"version"\s*:\s*"(\d+)"/)?.[1] ?? null) : null;
}

function headOf(path: string): Read<string> {
  let file: number | null = null;
  try {
    file = openSync(path, 'r');
    const bytes = Buffer.alloc(2048);
    return got(bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0)));
  } catch (error) {
    return { ok: false, why: errnoOf(error) };
  } finally {
    if (file !== null) closeSync(file);
  }
}
