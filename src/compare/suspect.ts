/** Which recorded migrations seem not to have run in an environment, because all that they create is missing there? */
import type { Read, Server, SqlFacts, Standing } from '../model/index.ts';
import { isThere, leftBehind } from './survivors.ts';

export interface Clues {
  sql: Read<ReadonlyMap<string, SqlFacts>>;
  servers: Read<ReadonlyMap<string, Read<Server>>>;
}

/** Names. Empty as well where it could not be looked. */
export function seemNotRun({ environment, migrations }: Standing, { sql, servers }: Clues): Set<string> {
  const server = servers.ok ? servers.value.get(environment) : undefined;
  if (!sql.ok || !server?.ok) return new Set();
  const applied = migrations.filter((m) => m.rows.length > 0).map((m) => m.migration);
  const left = leftBehind(applied, sql.value);
  return new Set(
    left
      .filter(({ objects }) => objects.length > 0 && objects.some((o) => !isThere(o, server.value)))
      .map((l) => l.migration.name),
  );
}
