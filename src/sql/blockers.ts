/** Who holds what we would have to wait for? Asked before a lock is requested, so that nobody queues behind us meanwhile. */
import type { LockNeed } from '../model/index.ts';
import { doBlock, literal, relationOid } from './quote.ts';

/** Our own SQLSTATE: others hold the relations, and would go on holding them. The DETAIL is `Holder[]` as JSON. */
export const HELD = 'TM004';

/** One that holds a lock. Of other roles' sessions an ordinary role sees no name, state or time: these are null then. */
export interface Holder {
  /** null: a prepared transaction, which no process holds. */
  pid: number | null;
  kind: 'session' | 'prepared' | 'autovacuum';
  application: string | null;
  /** Of a prepared transaction its name. */
  name: string | null;
  state: string | null;
  /** Since its transaction began. */
  seconds: number | null;
  relation: string | null;
  /** Null unless it was asked for. */
  query: string | null;
}

const wanted = (needs: readonly LockNeed[]): string =>
  needs.map((n) => `(${relationOid(n.relation)}::oid, ${literal(n.stops)})`).join(', ');

/** SHARE, the weakest lock for which writers wait, conflicts with these; ACCESS EXCLUSIVE with all. */
const WRITING =
  "('RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')";

const holder = (relation: string, query: boolean): string =>
  `json_build_object('pid', l.pid, 'kind', case when l.pid is null then 'prepared' when a.usesysid is null then 'autovacuum' else 'session' end,
    'application', nullif(a.application_name, ''), 'name', p.gid, 'state', a.state,
    'seconds', floor(extract(epoch from clock_timestamp() - coalesce(a.xact_start, p.prepared))), 'relation', ${relation}, 'query', ${query ? 'left(a.query, 200)' : 'null'})`;

const JOINS = `left join pg_catalog.pg_stat_activity a on a.pid = l.pid left join pg_catalog.pg_prepared_xacts p on l.pid is null and l.virtualtransaction = '-1/' || p.transaction`;

/** All of them, as one JSON array in column `holders`; null when there is none. */
export const holders = (needs: readonly LockNeed[], query: boolean, only = 'true'): string =>
  `select json_agg(h.holder)::text as holders from (select distinct on (l.pid, p.gid) ${holder('w.oid::regclass::text', query)} as holder
    from (values ${wanted(needs)}) w(oid, stops) join pg_catalog.pg_locks l on l.locktype = 'relation' and l.relation = w.oid and l.granted
      and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
    ${JOINS}
    where l.pid is distinct from pg_catalog.pg_backend_pid() and (w.stops = 'readers' or l.mode in ${WRITING}) and ${only}) h`;

/** Who holds an advisory lock, `key` being an expression of type bigint. */
export const advisoryHolders = (key: string): string =>
  `select json_agg(${holder('null', false)})::text as holders from pg_catalog.pg_locks l ${JOINS}
    where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
      and l.classid = ((${key} >> 32) & 4294967295)::oid and l.objid = (${key} & 4294967295)::oid and l.pid <> pg_catalog.pg_backend_pid()`;

export interface Patience {
  /** Milliseconds; a transaction older than that would outlast our wait. */
  lockTimeout: number;
  /** Pids in whose way we were before: they hold on, whatever their times say. */
  known: readonly number[];
  /** An ordinary autovacuum gives way, but only to somebody who has waited for deadlock_timeout. */
  passAutovacuum: boolean;
  /** Show what they run. */
  query: boolean;
}

/** Fails with HELD while somebody holds one of them who will not be gone within `lockTimeout`. */
export function refuseWhileHeld(needs: readonly LockNeed[], { lockTimeout, known, passAutovacuum, query }: Patience): string {
  const long = [
    `clock_timestamp() - a.xact_start > interval '${lockTimeout} milliseconds'`,
    'p.gid is not null',
    ...(passAutovacuum ? [] : ['(a.pid is not null and a.usesysid is null)']),
    ...(known.length > 0 ? [`l.pid in (${known.join(', ')})`] : []),
  ];
  const notVacuum = passAutovacuum ? ' and a.usesysid is not null' : '';
  const who = holders(needs, query, `((${long.join(' or ')})${notVacuum})`);
  // Mostly nobody holds anything, and planning the views that say who takes milliseconds.
  const any = `exists (select from pg_catalog.pg_lock_status() l where l.locktype = 'relation' and l.granted and l.pid is distinct from pg_catalog.pg_backend_pid() and l.relation in (${needs.map((n) => relationOid(n.relation)).join(', ')}))`;
  return doBlock(
    `if ${any} then held := (${who}); if held is not null then raise exception using errcode = '${HELD}', message = 'others hold what this needs', detail = held; end if; end if;`,
    'held text',
  );
}

/** Takes the strongest lock on all of them at once, in one order: no deadlock with an application that takes them in another. */
export function lockAll(needs: readonly LockNeed[], nowait: boolean): string {
  const strong = needs.filter((n) => n.stops === 'readers');
  return doBlock(
    `for one in select c.oid::regclass as name from (values ${wanted(strong)}) w(oid, stops) join pg_catalog.pg_class c on c.oid = w.oid
    where c.relkind in ('r', 'p') and pg_catalog.pg_has_role(c.relowner, 'USAGE') order by c.oid
  loop execute 'lock table ' || one.name || ' in access exclusive mode${nowait ? ' nowait' : ''}'; end loop;`,
    'one record',
  );
}

/** Just over deadlock_timeout, for this transaction: only then does an autovacuum give way. */
export const waitForAutovacuum = (): string =>
  `select pg_catalog.set_config('lock_timeout', (select (setting::int + 500)::text from pg_catalog.pg_settings where name = 'deadlock_timeout'), true)`;

/** From a DETAIL or from a result. Anything else is a bug. */
export const readHolders = (json: string | null | undefined): Holder[] => (json ? (JSON.parse(json) as Holder[]) : []);
