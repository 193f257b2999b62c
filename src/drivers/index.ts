/** Which driver is meant by a name? Each is loaded only when it is asked for. */
import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import type { Environment } from '../model/target.ts';
import type { Driver, OpenOptions, Session } from './session.ts';

const loaders: Record<string, () => Promise<{ default: Driver }>> = {
  pg: () => import('./pg.ts'),
  postgres: () => import('./postgres.ts'),
  'neon-http': () => import('./neon-http.ts'),
  'neon-websocket': () => import('./neon-websocket.ts'),
  pglite: () => import('./pglite.ts'),
};

export const driverNames: readonly string[] = Object.keys(loaders);

/** Throws the Problem `driver-unknown`. */
export async function loadDriver(name: string): Promise<Driver> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (load) return (await load()).default;
  const meant = nearest(name, driverNames);
  throw new Problem('driver-unknown', `There is no driver ${name}`, {
    why: `The drivers are ${driverNames.join(', ')}.`,
    fix: meant ? `Write driver: '${meant}'.` : `Write one of them as the environment's driver.`,
  });
}

/** Connects to an environment through its driver. */
export async function openSession(environment: Environment, options: OpenOptions): Promise<Session> {
  return (await loadDriver(environment.driver)).open(environment, options);
}
