/** What exists in one environment, over the session that is open to it. */
import type { Result, Session } from '../../drivers/session.ts';
import { type Catalog, type Environment, STOCK_TABLE, type TableName } from '../../model/index.ts';
import { readCatalog, VANISHED } from '../database/catalog.ts';
import { looking } from '../database/refused.ts';

/** Which server it is, where that is known already. */
export interface Known {
  versionNumber: number;
  version: string;
}

/** `histories`: further tables of Drizzle's that were found. Throws a Problem. */
export async function environmentCatalog(
  session: Session,
  environment: Environment,
  histories: readonly TableName[] = [],
  known?: Known,
): Promise<Catalog> {
  const send = (text: string): Promise<Result[]> => looking(session, text, environment, VANISHED);
  const { versionNumber, version } = known ?? (await ask(send));
  const engine = engineOf(environment, version);
  const statementTimeout = environment.statementTimeout;
  return readCatalog(send, {
    histories: [STOCK_TABLE, environment.table, ...histories],
    versionNumber,
    engine,
    statementTimeout,
  });
}

export const engineOf = ({ driver }: Environment, version: string): string =>
  `${driver === 'pglite' ? 'PGlite' : 'PostgreSQL'} ${numberOf(version)}`;

async function ask(send: (text: string) => Promise<Result[]>): Promise<Known> {
  const row = (
    await send(`select current_setting('server_version_num') as number, current_setting('server_version') as version`)
  )[0]?.rows[0];
  return { versionNumber: Number(row?.['number']), version: row?.['version'] ?? '' };
}

/** `15.18 (Debian 15.18-0+deb12u1)` and `PostgreSQL 15.18 on x86_64` both say 15.18. */
const numberOf = (version: string): string => version.split(' ').find((word) => /^\d/.test(word)) ?? version;
