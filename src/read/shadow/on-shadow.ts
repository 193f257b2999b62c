/** Work on a shadow that is there for this and gone afterwards. */
import { Problem } from '../../base/problem.ts';
import { ConnectionLost, DatabaseError } from '../../drivers/session.ts';
import { got, type Read, type Unread } from '../../model/index.ts';
import type { Looking } from '../looking.ts';
import { openShadow } from './choose.ts';
import { groundOf, shadowNeed } from './ground.ts';
import type { Shadow } from './shadow.ts';
import { ShadowRefused, ShadowStopped } from './stopped.ts';

/** Where tidemark.config says, else what is chosen. Not ok: there is none that would do, or the work did not come to its end on it. */
export async function onShadow<T>(
  looking: Looking,
  root: string,
  extensions: readonly string[],
  work: (shadow: Shadow) => Promise<Read<T> | T>,
): Promise<Read<T>> {
  try {
    const shadow = await openShadow(shadowNeed(groundOf(looking, { root }), extensions));
    try {
      const worked = await work(shadow);
      return isRead(worked) ? worked : got(worked);
    } finally {
      await shadow.end();
    }
  } catch (error) {
    return unshadowed(error);
  }
}

/** Why the work did not come to its end on a shadow; what neither it nor PostgreSQL said is a bug, and goes on up. */
export function unshadowed(error: unknown): Unread {
  if (error instanceof DatabaseError) return { ok: false, why: `${error.message} (${error.sqlstate})` };
  if (error instanceof Problem) return { ok: false, why: `${error.message} ${error.why}`, because: error.code };
  const stopped = [ShadowStopped, ShadowRefused, ConnectionLost].some((kind) => error instanceof kind);
  if (!stopped || !(error instanceof Error)) throw error;
  return { ok: false, why: error.message };
}

const isRead = <T>(value: Read<T> | T): value is Read<T> => typeof value === 'object' && value !== null && 'ok' in value;
