/** Does the project reach its databases through a driver that prepares each piece, and so takes one statement at a time? */
import type { Environment, Project } from '../../model/index.ts';

export interface OneAtATime {
  name: string;
  why: string;
  /** Environments that are reached so. */
  environments: string[];
  /** Something says so; else it is the only driver that could be meant. */
  sure: boolean;
}

const ONE: Readonly<Record<string, string>> = { pglite: 'PGlite', 'neon-http': 'neon-http' };

export function oneAtATime({ kitDriver, drivers }: Project, environments: readonly Environment[]): OneAtATime | null {
  const mine = environments.filter((e) => ONE[e.driver] !== undefined);
  const [first] = mine;
  if (first)
    return {
      name: ONE[first.driver] ?? '',
      why: `${first.name === 'default' ? 'the database' : first.name} is reached through ${ONE[first.driver]}`,
      environments: mine.map((e) => e.name),
      sure: true,
    };
  if (environments.length === 0 && kitDriver === 'pglite')
    return { name: 'PGlite', why: "drizzle.config says driver: 'pglite'", environments: [], sure: true };
  if (drivers.length !== 1 || drivers[0] !== '@neondatabase/serverless') return null;
  return {
    name: 'neon-http',
    why: '@neondatabase/serverless is the only driver among the dependencies; its WebSocket form would take several',
    environments: environments.map((e) => e.name),
    sure: false,
  };
}
