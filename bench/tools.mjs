// Who is measured: Tidemark as installed, drizzle-kit and drizzle-orm of both lines, psql.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const STOCK = join(ROOT, 'tests/stock');
const node = process.execPath;

export const LINES = ['0.x', '1.0'];
const home = (line) => join(STOCK, line, 'package.json');

function packageFolder(line, name) {
  const places = createRequire(home(line)).resolve.paths(name) ?? [];
  const place = places.find((at) => existsSync(join(at, name, 'package.json')));
  if (place === undefined) throw new Error(`${name} is not installed for the ${line} line`);
  return realpathSync(join(place, name));
}

export const versionOf = (line, name) => createRequire(home(line))(join(packageFolder(line, name), 'package.json')).version;

/** A copy of dist/ beside links to its dependencies, so that a build in between changes nothing. Gives the CLI's path. */
export function install(work) {
  const place = join(work, 'node_modules', 'tidemark');
  if (!existsSync(join(ROOT, 'dist/cli.js'))) throw new Error('dist/ is missing: run `npm run build` first');
  cpSync(join(ROOT, 'dist'), join(place, 'dist'), { recursive: true });
  const { name, version, type, dependencies } = createRequire(import.meta.url)('../package.json');
  cpSync(join(ROOT, 'package.json'), join(place, 'package.json'));
  for (const dependency of Object.keys(dependencies))
    link(join(ROOT, 'node_modules', dependency), join(work, 'node_modules', dependency));
  return { name, version, type, cli: join(place, 'dist/cli.js') };
}

function link(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(realpathSync(from), to);
}

/** Gives the project the packages of its line. */
export function linkStock(line, dir) {
  for (const name of ['drizzle-orm', 'drizzle-kit', 'pg']) link(packageFolder(line, name), join(dir, 'node_modules', name));
}

export const tidemark = (installed, ...args) => [node, installed.cli, ...args];
export const kit = (line, ...args) => [node, join(packageFolder(line, 'drizzle-kit'), 'bin.cjs'), ...args];
export const kitName = (line) => `drizzle-kit ${versionOf(line, 'drizzle-kit')}`;

/** drizzle-orm's own migrate() in a process of its own. */
export const orm = (line, dir, url) => [
  node,
  join(STOCK, 'migrate.mjs'),
  JSON.stringify({ home: home(line), folder: join(dir, 'drizzle'), url }),
];
export const ormName = (line) => `drizzle-orm ${versionOf(line, 'drizzle-orm')} migrate()`;

/** The program itself: Debian's /usr/bin/psql is a Perl script that looks for it. null: not there. */
export function psql() {
  const debian = '/usr/lib/postgresql';
  const majors = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const real = majors.map((major) => join(debian, major, 'bin/psql')).find(existsSync);
  return (
    real ??
    (process.env.PATH ?? '')
      .split(delimiter)
      .map((dir) => join(dir, 'psql'))
      .find(existsSync) ??
    null
  );
}

export const psqlVersion = (path) => execFileSync(path, ['--version'], { encoding: 'utf8' }).trim().split(' (Debian')[0];
