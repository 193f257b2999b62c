/** What the server refused while we only looked, in words; the session can be used again afterwards. */
import { Problem } from '../../base/problem.ts';
import { answered } from '../../drivers/answered.ts';
import { ConnectionLost, DatabaseError, type Result, type Session } from '../../drivers/session.ts';
import type { Environment } from '../../model/index.ts';

/** Milliseconds: a history of ten thousand rows over a slow line is no silence. */
const LOOKING = 30_000;

/** As `send`, but what goes wrong is a Problem. `lets` names SQLSTATEs that the caller answers itself. A text without BEGIN leaves nothing open. */
export async function looking(
  session: Session,
  text: string,
  environment: Environment,
  lets: readonly string[] = [],
): Promise<Result[]> {
  try {
    return await answered(session, text, LOOKING);
  } catch (error) {
    if (error instanceof ConnectionLost) throw lost(error, environment);
    if (!(error instanceof DatabaseError)) throw error;
    if (text.startsWith('begin')) await rollback(session, environment);
    if (lets.includes(error.sqlstate)) throw error;
    throw refused(error, environment);
  }
}

async function rollback(session: Session, environment: Environment): Promise<void> {
  try {
    await answered(session, 'rollback');
  } catch (error) {
    if (error instanceof ConnectionLost) throw lost(error, environment);
    throw error;
  }
}

const lost = (error: ConnectionLost, { name }: Environment): Problem =>
  new Problem('connection-lost', `The connection to ${name} was lost while it was read.`, {
    why: `${error.message} Nothing was changed.`,
    fix: 'Run the same command again.',
  });

function refused(error: DatabaseError, { name }: Environment): Problem {
  const why = `${error.message} (SQLSTATE ${error.sqlstate}). Nothing was changed.`;
  if (error.sqlstate === '55P03') {
    return new Problem('lock-not-free', `${name} cannot be read: somebody holds the history table.`, {
      why,
      fix: 'See who holds it: select pid, state, application_name, xact_start from pg_stat_activity where xact_start is not null order by xact_start;\nThen run the same command again.',
    });
  }
  return new Problem('reading-refused', `${name} refused to be read.`, {
    why,
    fix: error.hint ?? 'Mend what the server names, then run the same command again.',
  });
}
