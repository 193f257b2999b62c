/** Which recorded migrations seem not to have run in an environment, because all that they create is missing there? */
import type { Read, Server, SqlFacts, Standing } from '../model/index.ts';
import { isThere, leftBehind } from './survivors.ts';

export interface Clues {
  sql: Read<ReadonlyMap<string, SqlFacts>>;
  servers: Read<ReadonlyMap<string, Read<Server>>>;
}

/** Names. Empty as well where it could not be looked. */
export const seemNotRun = (standing: Standing, clues: Clues): Set<string> => new Set(missingOf(standing, clues).keys());

/** How much of what each recorded migration creates is missing; those of which nothing is are not in it. */
export function missingOf({ environment, migrations }: Standing, { sql, servers }: Clues): Map<string, 'all' | 'some'> {
  const server = servers.ok ? servers.value.get(environment) : undefined;
  if (!sql.ok || !server?.ok) return new Map();
  const applied = migrations.filter((m) => m.rows.length > 0).map((m) => m.migration);
  const left = leftBehind(applied, sql.value);
  return new Map(
    left.flatMap(({ migration, objects }): [string, 'all' | 'some'][] => {
      const absent = objects.filter((o) => !isThere(o, server.value)).length;
      return absent === 0 ? [] : [[migration.name, absent === objects.length ? 'all' : 'some']];
    }),
  );
}
