/** Every case on a real server, judged by the stock tools. */
import { describe } from 'vitest';
import { sharedServer } from '../shared-server.ts';
import { pgEngine } from './pg-engine.ts';
import { suite } from './suite.ts';

const server = sharedServer(15);
describe.skipIf(server === null)('PostgreSQL 15', () => {
  if (server !== null) suite(pgEngine(server));
});
