/** Starts each major of PostgreSQL once for all test files (`sharedServer` reaches them), and gives the run a folder of caches of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { MAJORS } from './majors.ts';
import { hasServer, type OwnServer, startServer } from './servers.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Port of each shared server, by major; a major that this machine does not have is absent. */
    servers: Record<string, number>;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Nothing is taken over from another run, and nothing is left to one.
  const caches = mkdtempSync(join(tmpdir(), 'tidemark-caches-'));
  process.env['XDG_CACHE_HOME'] = caches;
  const started: OwnServer[] = await Promise.all(MAJORS.filter(hasServer).map((major) => startServer(major)));
  project.provide('servers', Object.fromEntries(started.map(({ major, port }) => [String(major), port])));
  return async () => {
    await Promise.all(started.map((server) => server.stop()));
    rmSync(caches, { recursive: true, force: true });
  };
}
