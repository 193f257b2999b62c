/** The servers that all test files share. Make a database of your own with `createDatabase`; never change the cluster. */
import { inject } from 'vitest';
import { type Server, urlOf } from './servers.ts';
import type {} from './setup.ts';

/** null where the machine cannot run that major: `describe.skipIf(server === null)`. */
export function sharedServer(major: number): Server | null {
  const port = inject('servers')[String(major)];
  if (port === undefined) return null;
  return { major, port, url: (database = 'postgres') => urlOf(port, database) };
}
