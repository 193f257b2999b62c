/** Has none of the databases that were read a table of anybody's? */
import type { Read, Server } from '../model/index.ts';

const BOOKS = new Set(['drizzle', 'tidemark']);

/** False also when one could not be read. Tables in Drizzle's and our own schema do not count. */
export function emptyServers(servers: Read<ReadonlyMap<string, Read<Server>>>): boolean {
  if (!servers.ok || servers.value.size === 0) return false;
  return [...servers.value.values()].every(
    (one) => one.ok && [...one.value.relations.keys()].every((name) => BOOKS.has(name.slice(0, name.indexOf('.')))),
  );
}
