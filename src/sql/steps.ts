/** What we keep in a database while a migration that is cut into parts is under way: which part is done, which one somebody began. */
import type { TableName } from '../model/index.ts';
import { STALE } from './guard.ts';
import { doBlock, literal } from './quote.ts';

/** Rows are there only between the first part of a migration and its history row. */
export const createSteps = (): string =>
  doBlock(`if pg_catalog.to_regnamespace('tidemark') is null then execute 'create schema tidemark'; end if;
  if pg_catalog.to_regclass('tidemark.step') is null then
    execute 'create table tidemark.step (history text not null, migration text not null, place integer not null, print text not null, state text not null check (state in (''running'', ''done'')), token text not null, "by" text not null, at timestamptz not null default now(), before json, primary key (history, migration, place))';
  end if;`);

export interface StepKey {
  history: TableName;
  migration: string;
  /** Number of the part, from 0. */
  place: number;
}

const named = ({ schema, name }: TableName): string => literal(`${schema}.${name}`);
const of = ({ history, migration }: Omit<StepKey, 'place'>): string =>
  `history = ${named(history)} and migration = ${literal(migration)}`;

export const readSteps = (key: Omit<StepKey, 'place'>): string =>
  `select place::text as place, print, state, token, "by", to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as at, before::text as before from tidemark.step where ${of(key)} order by place`;

export interface Intent extends StepKey {
  /** Of the part's text. */
  print: string;
  token: string;
  by: string;
}

/** `taken`: the token of a run that stopped here; nobody else may have taken it over since. */
export function beginStep({ print, token, by, ...key }: Intent, taken: string | null, before: string): string {
  const row = `${named(key.history)}, ${literal(key.migration)}, ${key.place}, ${literal(print)}, 'running', ${literal(token)}, ${literal(by)}, (${before})`;
  const insert = `insert into tidemark.step (history, migration, place, print, state, token, "by", before) values (${row})`;
  if (taken === null) return insert;
  return changes(
    `update tidemark.step set token = ${literal(token)}, "by" = ${literal(by)}, at = now() where ${of(key)} and place = ${key.place} and state = 'running' and token = ${literal(taken)}`,
    key.migration,
  );
}

/** A runner that slept while another took over finds its token gone, and writes nothing. */
export const endStep = ({ token, ...key }: Intent): string =>
  changes(
    `update tidemark.step set state = 'done', at = now() where ${of(key)} and place = ${key.place} and state = 'running' and token = ${literal(token)}`,
    key.migration,
  );

export const insertDoneStep = ({ print, token, by, ...key }: Intent): string =>
  `insert into tidemark.step (history, migration, place, print, state, token, "by") values (${named(key.history)}, ${literal(key.migration)}, ${key.place}, ${literal(print)}, 'done', ${literal(token)}, ${literal(by)})`;

/** A row when the part is in. */
export const stepDone = (key: StepKey): string =>
  `select from tidemark.step where ${of(key)} and place = ${key.place} and state = 'done'`;

/** The indexes that the part's table had when this run began it. */
export const beforeStep = ({ token, ...key }: Intent): string =>
  `select before::text as before from tidemark.step where ${of(key)} and place = ${key.place} and token = ${literal(token)}`;

export const forgetStep = (key: StepKey): string => `delete from tidemark.step where ${of(key)} and place = ${key.place}`;
export const forgetSteps = (key: Omit<StepKey, 'place'>): string => `delete from tidemark.step where ${of(key)}`;

/** The parts before this one are done, and this one is not. Asked in the part's own transaction. */
export function guardSteps(key: StepKey): string {
  return doBlock(
    `if (select count(*) from tidemark.step where ${of(key)} and place < ${key.place} and state = 'done') <> ${key.place} or exists (select from tidemark.step where ${of(key)} and place >= ${key.place}) then raise exception using errcode = '${STALE}', message = ${literal(key.migration)}; end if;`,
  );
}

/** None of its parts is in: it is to run as a whole. */
export function guardUncut(key: Omit<StepKey, 'place'>): string {
  return doBlock(
    `if pg_catalog.to_regclass('tidemark.step') is not null then if exists (select from tidemark.step where ${of(key)}) then raise exception using errcode = '${STALE}', message = ${literal(key.migration)}; end if; end if;`,
  );
}

const changes = (update: string, what: string): string =>
  doBlock(`${update}; if not found then raise exception using errcode = '${STALE}', message = ${literal(what)}; end if;`);

/** Takes away what only unfinished migrations needed; schema tidemark too, when it was made for them. An administrator's schema stays. */
export const dropEmptySteps = (): string =>
  doBlock(`if exists (select from pg_catalog.pg_class where oid = pg_catalog.to_regclass('tidemark.step') and pg_catalog.pg_has_role(relowner, 'USAGE')) and not exists (select from tidemark.step) then
    drop table tidemark.step;
    if not exists (select from pg_catalog.pg_class where relnamespace = 'tidemark'::regnamespace) and (select pg_catalog.pg_get_userbyid(nspowner) = current_user from pg_catalog.pg_namespace where nspname = 'tidemark') then
      drop schema tidemark;
    end if;
  end if;`);
