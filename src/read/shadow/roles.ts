/** Roles on a shadow: those of a server belong to all of its databases, so that some may be there already. */
import { identifier, literal } from '../../sql/quote.ts';
import type { OneSession } from './shadow.ts';

/** Makes those that are not there. Rejects as `send` does: on a server that others use none may be made. */
export async function makeRoles(shadow: OneSession, names: readonly string[]): Promise<void> {
  for (const name of await lackingRoles(shadow, names)) await shadow.send(`create role ${identifier(name)}`);
}

export async function lackingRoles(shadow: OneSession, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const [known] = await shadow.send(
    `select rolname::text as name from pg_roles where rolname in (${names.map(literal).join(', ')})`,
  );
  const there = new Set(known?.rows.map((row) => row['name']));
  return [...new Set(names)].filter((name) => !there.has(name));
}
