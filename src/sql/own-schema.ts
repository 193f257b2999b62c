/** Schema tidemark: what we keep in a database, and only once a change needs it. */
import type { Ran, Receipt } from '../model/index.ts';
import { doBlock, identifier, literal } from './quote.ts';

export const OWN_SCHEMA = 'tidemark';

/** Creates what is missing; under the lock, so that two first runs do not meet. */
export const createOwnSchema = (): string => `do $tidemark$ begin
  if to_regnamespace('tidemark') is null then execute 'create schema tidemark'; end if;
  if to_regclass('tidemark.environment') is null then
    execute 'create table tidemark.environment (only_one boolean primary key default true check (only_one), name text not null, since timestamptz not null default now())';
  end if;
  if to_regclass('tidemark.receipt') is null then
    execute 'create table tidemark.receipt (id text primary key, environment text, at timestamptz not null default now(), by text not null, plan json not null, prints json not null, ran json)';
  end if;
end $tidemark$`;

/** For an administrator, when the role may not create schemas. */
export const grantOwnSchema = (role: string): string =>
  `create schema if not exists tidemark; grant usage, create on schema tidemark to ${identifier(role)};`;

/** `prints` are expressions; the fingerprint after the change is computed by PostgreSQL, in the same transaction. */
export function insertReceipt(
  receipt: Receipt,
  prints: { table: string; expression: string }[],
  ran: { open: boolean } | null,
): string {
  const times = receipt.ran && ran ? [', ran', `, ${timesOf(receipt.ran, ran.open)}`] : ['', ''];
  const pairs = prints.map((p) => `${literal(p.table)}, ${p.expression}`).join(', ');
  return `insert into tidemark.receipt (id, environment, at, by, plan, prints${times[0]}) values (${literal(receipt.id)}, ${literal(
    receipt.environment ?? null,
  )}, ${literal(receipt.at)}, ${literal(receipt.by)}, ${literal(JSON.stringify(receipt.plan))}::json, json_build_object(${pairs})${times[1]})`;
}

/** `open`: the last one is under way, and PostgreSQL adds how long this transaction has taken. */
function timesOf({ migrations, waited }: Ran, open: boolean): string {
  const last = open ? migrations.at(-1) : undefined;
  if (!last) return `${literal(JSON.stringify({ migrations, waited }))}::json`;
  const { milliseconds, ...rest } = last;
  const took = `${milliseconds} + round(extract(epoch from pg_catalog.clock_timestamp() - pg_catalog.transaction_timestamp()) * 1000)::bigint`;
  const json = (value: unknown): string => `${literal(JSON.stringify(value))}::jsonb`;
  return `pg_catalog.json_build_object('migrations', ${json(migrations.slice(0, -1))} || (${json(rest)} || pg_catalog.jsonb_build_object('milliseconds', ${took})), 'waited', ${json(waited)})`;
}

export const storeEnvironment = (name: string): string =>
  `insert into tidemark.environment (name) values (${literal(name)}) on conflict (only_one) do nothing`;

export interface OwnTables {
  environment: boolean;
  receipt: boolean;
  step: boolean;
  /** Receipts tell what ran when: one that an older version made has no column for it. */
  ran: boolean;
}

export const readOwnSchema = (has: OwnTables): string[] => [
  has.environment ? 'select name from tidemark.environment' : 'select null::text as name where false',
  has.receipt
    ? `select id, environment, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, by, plan::text as plan, prints::text as prints, ${has.ran ? 'ran::text' : 'null::text'} as ran from tidemark.receipt order by at, id`
    : 'select null::text as id where false',
  has.step
    ? `select history, migration, place::text as place, print, state, "by", to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as at from tidemark.step order by migration, place`
    : 'select null::text as migration where false',
];

/** Changes the stored name, or fails when it is not the one that was read. */
export const renameEnvironment = (from: string, to: string): string =>
  doBlock(
    `update tidemark.environment set name = ${literal(to)} where name = ${literal(from)}; if not found then raise exception using errcode = 'TM002', message = 'the stored name of the environment'; end if;`,
  );
