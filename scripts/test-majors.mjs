// The driver contract and every case on PostgreSQL 14 to 18.
import { spawnSync } from 'node:child_process';
import { installMajors, MAJORS } from './majors.mjs';

installMajors();
const run = spawnSync('npx', ['vitest', 'run', 'tests/drivers', 'tests/cases/pg.test.ts', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, TIDEMARK_MAJORS: MAJORS.join(',') },
});
process.exit(run.status ?? 1);
