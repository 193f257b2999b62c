/** Can a migration go as one HTTP request, or does it need a session? Said before anything runs. */
import type { MigrationRun } from '../model/index.ts';
import { JOINT } from '../sql/locate.ts';
import { HTTP_LIMIT, oneRequest } from '../sql/one-request.ts';
import { isCut } from './parts.ts';
import { migrationText } from './transaction.ts';

/** Our own statements around a migration's, generously. */
const OURS = 16 * 1024;

/** Why it needs a session; null: one request holds it. `sets`: what the file leaves behind in a session. */
export function needsSession(run: MigrationRun, text: string, sets: string | undefined): string | null {
  const alone = run.parts?.find((p) => p.alone)?.alone;
  if (alone) return alone.why;
  if (isCut(run)) return 'it commits in its middle, and its parts belong to one session';
  // Neon's proxy gives the connection to the next request without resetting it.
  if (sets !== undefined) return `${sets} would stay behind on a connection that others get next`;
  const sent = oneRequest(`begin${JOINT}${migrationText(text)}${JOINT}commit`);
  if (!sent.ok) return sent.why;
  return sent.bytes + OURS > HTTP_LIMIT ? `it is too large for one request (${HTTP_LIMIT} bytes)` : null;
}
