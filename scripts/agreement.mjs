// How far may PGlite judge an older server? Replays every history there and on PostgreSQL 14 to 18, and writes the table into docs/catalog.md.
import { spawnSync } from 'node:child_process';
import { installMajors, MAJORS } from './majors.mjs';

installMajors();
const run = spawnSync('npx', ['vitest', 'run', 'tests/agreement', '--reporter=default', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { TIDEMARK_AGREEMENT: 'all', ...process.env, TIDEMARK_MAJORS: MAJORS.join(',') },
});
process.exit(run.status ?? 1);
