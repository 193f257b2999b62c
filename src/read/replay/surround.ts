/** Makes on a shadow what files expect and none of them makes. */
import { Problem } from '../../base/problem.ts';
import { DatabaseError } from '../../drivers/session.ts';
import { makeRoles } from '../shadow/roles.ts';
import type { OneSession } from '../shadow/shadow.ts';
import { ShadowRefused } from '../shadow/stopped.ts';
import type { Surrounding } from './surroundings.ts';

export async function surround(shadow: OneSession, { name, roles = [], texts, says }: Surrounding): Promise<void> {
  try {
    await makeRoles(shadow, roles);
    for (const text of texts) await shadow.send(text);
  } catch (error) {
    const refused = error instanceof ShadowRefused;
    if (!refused && !(error instanceof DatabaseError)) throw error;
    throw new Problem('shadow-surroundings', `The shadow cannot be given its surroundings: ${name}`, {
      why: error.message,
      fix: refused
        ? 'Make it by hand on the server of `shadow: { url }` and leave it out of the rest of `shadow`, or take `url` out of it.'
        : says === undefined
          ? 'Correct `shadow` in tidemark.config.'
          : 'Declare what the files expect: shadow: { sql } in tidemark.config.',
    });
  }
}
