/** Starts each major of PostgreSQL once for all test files; `sharedServer` reaches them. */
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
  const started: OwnServer[] = await Promise.all(MAJORS.filter(hasServer).map((major) => startServer(major)));
  project.provide('servers', Object.fromEntries(started.map(({ major, port }) => [String(major), port])));
  return async () => {
    await Promise.all(started.map((server) => server.stop()));
  };
}
