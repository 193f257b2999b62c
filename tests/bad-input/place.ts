/** A throw-away project where commands are typed in this process; every answer is held to what no answer may contain. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { healthyProject } from '../stock.ts';

export interface Typed {
  exit: number;
  out: string;
  err: string;
  all: string;
}

export interface Told {
  format: number;
  command: string;
  ok: boolean;
  verdict: string;
  findings: {
    rule: string;
    severity: string;
    environment?: string;
    subject: Record<string, string>;
    says: string;
    evidence: string[];
    remedies: { name: string; command: string }[];
    because?: string;
  }[];
  unchecked: { what: string; why: string; environment?: string; because?: string; rules: string[]; absent?: true }[];
  problem?: { code: string; message: string; why: string; fix: string };
  plan?: { hash: string; steps: unknown[] };
  receipt?: { id: string };
  data: unknown;
}

export interface Place {
  folder: string;
  env: Record<string, string | undefined>;
  /** Texts that no answer may contain. */
  secrets: string[];
  now: () => number;
  write(path: string, content: string | Uint8Array): void;
  read(path: string): string;
  type(...argv: string[]): Promise<Typed>;
  /** The same with `--json`: exactly one object, also of a failing run. */
  ask(...argv: string[]): Promise<{ exit: number; told: Told }>;
  remove(): void;
}

/** 2026-01-15 10:00 UTC. */
export const NOW = Date.UTC(2026, 0, 15, 10);

export function emptyPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
  const at = (path: string): string => join(folder, path);
  const place: Place = {
    folder,
    env: { PATH: process.env['PATH'], HOME: folder },
    secrets: [],
    now: () => NOW,
    write(path, content) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), content);
    },
    read: (path) => readFileSync(at(path), 'utf8'),
    async type(...argv) {
      let out = '';
      let err = '';
      const exit = await main({
        argv,
        cwd: folder,
        env: place.env,
        version: '0.0.0',
        columns: undefined,
        interactive: false,
        by: 'ada@example',
        now: place.now,
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
      });
      const typed = { exit, out, err, all: out + err };
      proper(typed, argv, place.secrets);
      return typed;
    },
    async ask(...argv) {
      const { exit, out } = await place.type(...argv, '--json');
      const told = JSON.parse(out) as Told;
      expect(told.format, argv.join(' ')).toBe(1);
      expect(told.ok, argv.join(' ')).toBe(exit === 0);
      return { exit, told };
    },
    remove() {
      opened(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return place;
}

/** A healthy project of the 0.x line in which `DATABASE_URL` is not set yet. */
export async function healthyPlace(migrations = 3, line: '0.x' | '1.0' = '0.x'): Promise<Place> {
  const place = emptyPlace();
  await healthyProject(line, place.folder, migrations);
  return place;
}

/** Enough of a project for `--files`: no packages, a journal of two migrations that fit their files. */
export function smallPlace(): Place {
  const place = emptyPlace();
  place.write('drizzle.config.json', JSON.stringify({ dialect: 'postgresql', out: './drizzle', schema: './schema.ts' }));
  place.write('schema.ts', 'export {};\n');
  place.write('drizzle/0000_ada.sql', 'CREATE TABLE "ada" ("id" integer);\n');
  place.write('drizzle/0001_bob.sql', 'CREATE TABLE "bob" ("id" integer);\n');
  place.write('drizzle/meta/_journal.json', JSON.stringify(journal(), null, 2));
  place.write('drizzle/meta/0000_snapshot.json', JSON.stringify(snapshot(1), null, 2));
  place.write('drizzle/meta/0001_snapshot.json', JSON.stringify(snapshot(2), null, 2));
  return place;
}

export const journal = (): { version: unknown; dialect: unknown; entries: unknown } => ({
  version: '7',
  dialect: 'postgresql',
  entries: ['0000_ada', '0001_bob'].map((tag, idx) => ({
    idx,
    version: '7',
    when: 1_700_000_000_000 + idx * 60_000,
    tag,
    breakpoints: true,
  })),
});

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

export const snapshot = (n: number): Record<string, unknown> => ({
  id: id(n),
  prevId: n === 1 ? '00000000-0000-0000-0000-000000000000' : id(n - 1),
  version: '7',
  dialect: 'postgresql',
  tables: {},
  enums: {},
  schemas: {},
  sequences: {},
  roles: {},
  policies: {},
  views: {},
  _meta: { columns: {}, schemas: {}, tables: {} },
});

/** What no answer may be, whatever was asked: a bug of ours, a stack, a secret, a hole where a value should stand. */
function proper({ exit, out, err }: Typed, argv: readonly string[], secrets: readonly string[]): void {
  const all = out + err;
  const said = `tidemark ${argv.join(' ')}\n[${exit}]\n${all.slice(0, 3000)}`;
  expect([0, 1, 2, 3, 130], said).toContain(exit);
  expect(all, said).not.toContain('node:internal');
  expect(all, said).not.toContain('made a mistake');
  expect(/^\s+at .+:\d+:\d+\)?$/m.test(all), said).toBe(false);
  expect(holes(all), said).toEqual([]);
  // What the stock migrator looks for when a tag is an object.
  expect(all.replaceAll('[object Object].sql', ''), said).not.toContain('[object Object]');
  expect(all.trim(), said).not.toBe('');
  // A failing run says so on stderr; its one JSON object is stdout's.
  if (argv.length > 0 && (exit === 2 || exit === 3)) expect(argv.includes('--json') ? out : err, said).not.toBe('');
  for (const secret of secrets) expect(all, said).not.toContain(secret);
}

/** `undefined` is a word of one story: the stock migrator looks for `undefined.sql`. */
const ALLOWED =
  /undefined\.sql|sql: *undefined|(?:name|tag|id|is) undefined,? as|created_at \W*NaN|type bigint: NaN|Invalid Date\b.*invalid/g;

/** A number or a text that was never there; what a history row holds is not ours. */
const holes = (text: string): string[] =>
  text.split('\n').filter((line) => /undefined|\bNaN\b/.test(line.replaceAll(ALLOWED, '')));

/** Path → mode, and content or target of the link. */
export function bytesOf(folder: string, without: readonly string[] = ['node_modules']): Map<string, string> {
  const all = new Map<string, string>();
  const walk = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      if (without.includes(entry.name)) continue;
      const path = join(at, entry.name);
      if (entry.isDirectory()) {
        all.set(relative(folder, path), 'folder');
        walk(path);
      } else if (entry.isSymbolicLink()) all.set(relative(folder, path), `-> ${readlinkSync(path)}`);
      else if (entry.isFile())
        all.set(relative(folder, path), `${(lstatSync(path).mode & 0o777).toString(8)} ${readFileSync(path, 'latin1')}`);
    }
  };
  walk(folder);
  return all;
}

/** Folders that a test made unreadable cannot be removed. */
function opened(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === 'node_modules') continue;
    chmodSync(join(folder, entry.name), 0o755);
    opened(join(folder, entry.name));
  }
}

/** The same numbers on every run. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
