/** What is asked under the lock before anything is changed: is it still the place that the plan was made for? */
import type { Assumption, TableName } from '../model/index.ts';
import { advisoryHolders } from './blockers.ts';
import { contentPrint, sequencePrint } from './history.ts';
import { doBlock, literal, qualified } from './quote.ts';

/** Our own SQLSTATEs; class TM is not used by PostgreSQL. */
export const LOCK_HELD = 'TM001';
export const STALE = 'TM002';
export const OTHER_ENVIRONMENT = 'TM003';
/** TM004 is `HELD` of blockers.ts. */
export const STANDBY = 'TM005';
/** A message was read as a whole, and nothing of it executed. */
export const READS = 'TM006';

const refuseUnless = (condition: string, state: string, what: string): string =>
  doBlock(`if not (${condition}) then raise exception using errcode = '${state}', message = ${literal(what)}; end if;`);

/**
 * Transaction-level and tried, never waited for: a waiter inside the server holds up CREATE INDEX CONCURRENTLY, and a session
 * lock is lost behind a transaction pooler. The key is bound to the database by PostgreSQL itself.
 */
export const tryLock = (table: TableName): string =>
  doBlock(
    `if not ${tried(table)} then held := (${lockHolders(table)});
    raise exception using errcode = '${LOCK_HELD}', message = 'another Tidemark works on this database', detail = coalesce(held, '[]'); end if;`,
    'held text',
  );

/** The same lock as an expression: true when it was free, and then held until the transaction ends. */
export const tried = (table: TableName): string => `pg_catalog.pg_try_advisory_xact_lock(${lockKey(table)})`;

/** Who holds it now: nobody when no transaction of ours is open. */
export const lockHolders = (table: TableName): string => advisoryHolders(lockKey(table));

const lockKey = (table: TableName): string =>
  `pg_catalog.hashtextextended(${literal(`tidemark ${table.schema}.${table.name}`)}, 0)`;

/** Conflicts with the insert of a stock migrator, which knows no lock of ours. */
export const lockHistory = (table: TableName): string => `lock table ${qualified(table)} in share row exclusive mode nowait`;

/** `sequence` is what the print was read with. */
export function guard(assumption: Assumption, sequence: { schema: string; name: string } | null): string {
  if (assumption.kind === 'history') {
    const { table, print } = assumption;
    const what = `history ${table.schema}.${table.name}`;
    if (print === null) return refuseUnless(`pg_catalog.to_regclass(${literal(qualified(table))}) is null`, STALE, what);
    return refuseUnless(`${contentPrint(table)} || ':' || ${sequencePrint(sequence)} = ${literal(print)}`, STALE, what);
  }
  return '';
}

/** Refuses when the database says that it is another environment. Needs the table to be there. */
export const guardEnvironment = (name: string): string =>
  refuseUnless(`not exists (select from tidemark.environment where name <> ${literal(name)})`, OTHER_ENVIRONMENT, name);

/** A standby shows what reached it, so what it does not show may be in all the same. */
export const refuseStandby = (): string =>
  refuseUnless('not pg_catalog.pg_is_in_recovery()', STANDBY, 'the server that answers is a standby');

/** Fails always, so that nothing behind it in a message is executed. */
export const raiseReads = (): string => doBlock(`raise exception using errcode = '${READS}', message = 'the server reads it';`);
