/** Every case on a real server, judged by the stock tools. */
import { describe } from 'vitest';
import { CASE_MAJORS } from '../majors.ts';
import { sharedServer } from '../shared-server.ts';
import { pgEngine } from './pg-engine.ts';
import { suite } from './suite.ts';

for (const major of CASE_MAJORS) {
  const server = sharedServer(major);
  describe.skipIf(server === null)(`PostgreSQL ${major}`, () => {
    if (server !== null) suite(pgEngine(server));
  });
}
