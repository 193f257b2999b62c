/** What is done to a real server so that it refuses a migration, by the SQLSTATE that it then gives. */

export interface Case {
  sqlstate: string;
  /** What happens, in words; the heading of its message. */
  about: string;
  /** Done before, by the superuser. */
  before?: string;
  /** The migration; several chunks are joined by breakpoints. */
  sql: string | string[];
  /** It runs as `deployer`, who is not a superuser; by default it does not. */
  role?: true;
  /** Milliseconds of statement_timeout, of lock_timeout, of all tries. */
  timeouts?: Record<string, number>;
  /** Done by another session: `hold` before the run, in a transaction that stays open; `later` a second after the start in that one, or in one of its own. */
  other?: { hold?: string; later?: string };
  /** Another first migration that is committed before. */
  first?: string;
  /** That one was run before, so that there is a history. */
  applied?: true;
  /** It is never a migration's statement that is refused. */
  code?: string;
}

const USERS = `create table users (id integer primary key, email text, age integer);
  insert into users values (1, 'ada@example.com', 36), (2, 'ada@example.com', null);`;

/** A statement is far down in a file of several, so that its place is counted over comments, breakpoints and other alphabets. */
const FAR = (statement: string): string[] => [
  '-- größer: 日本語 😀\nCREATE TABLE "notes" (\n\t"id" integer PRIMARY KEY,\n\t"text" text DEFAULT \'a; b\'\n);\n',
  `COMMENT ON TABLE "notes" IS '😀';\n\n${statement}`,
];

const HISTORY =
  'create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)';

export const CASES: Case[] = [
  {
    sqlstate: '42P07',
    about: 'a table that is there',
    first: 'CREATE TABLE "teams" ("id" integer);',
    applied: true,
    before: USERS,
    sql: FAR('CREATE TABLE "users" (\n\t"id" integer\n);'),
  },
  {
    sqlstate: '42P07',
    about: 'the second of two migrations',
    before: USERS,
    first: 'CREATE TABLE "teams" ("id" integer);',
    sql: 'CREATE INDEX "users" ON "teams" ("id");',
  },
  { sqlstate: '42701', about: 'a column that is there', before: USERS, sql: 'ALTER TABLE "users" ADD COLUMN "email" text;' },
  {
    sqlstate: '42710',
    about: 'a type that is there',
    before: "create type mood as enum ('ok')",
    sql: `CREATE TYPE "mood" AS ENUM('ok', 'bad');`,
  },
  { sqlstate: '42P06', about: 'a schema that is there', before: 'create schema billing', sql: 'CREATE SCHEMA "billing";' },
  {
    sqlstate: '42723',
    about: 'a function that is there',
    before: "create function one() returns integer language sql as 'select 1'",
    sql: "CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';",
  },
  { sqlstate: '42P01', about: 'a table that is not there', sql: FAR('ALTER TABLE "invoices" ADD COLUMN "paid" boolean;') },
  {
    sqlstate: '42P01',
    about: 'a table that is not there, at a position',
    sql: FAR('INSERT INTO "notes" ("id")\nSELECT "id"\nFROM "invoices"\nWHERE true;'),
  },
  {
    sqlstate: '42703',
    about: 'a column that is not there',
    before: USERS,
    sql: 'UPDATE "users" SET "age" = 1\nWHERE "years" = 2;',
  },
  {
    sqlstate: '42703',
    about: 'a column with capital letters, unquoted',
    before: 'create table posts ("authorId" integer)',
    sql: 'CREATE TABLE "n" ("id" integer);\nSELECT authorId FROM posts;',
  },
  {
    sqlstate: '42704',
    about: 'a type that no extension has brought',
    sql: 'CREATE TABLE "items" (\n\t"id" integer,\n\t"embedding" vector(3)\n);',
  },
  {
    sqlstate: '42883',
    about: 'a function that no extension has brought',
    sql: 'CREATE TABLE "items" ("id" uuid DEFAULT uuid_generate_v4());',
  },
  { sqlstate: '3F000', about: 'a schema that is not there', sql: 'CREATE TABLE "billing"."invoices" ("id" integer);' },
  { sqlstate: '42601', about: 'a comma too many', sql: FAR('CREATE TABLE "items" (\n\t"id" integer,\n\t"name" text,\n);') },
  {
    sqlstate: '42804',
    about: 'a type that is not converted by itself',
    before: USERS,
    sql: 'ALTER TABLE "users" ALTER COLUMN "email" SET DATA TYPE integer;',
  },
  {
    sqlstate: '42830',
    about: 'a foreign key to columns that are not unique',
    before: USERS,
    sql: 'CREATE TABLE "posts" ("author" text REFERENCES "users"("email"));',
  },
  {
    sqlstate: '42846',
    about: 'a conversion that does not exist',
    before: USERS,
    sql: 'ALTER TABLE "users" ALTER COLUMN "age" SET DATA TYPE jsonb USING "age"::jsonb;',
  },
  {
    sqlstate: '42P10',
    about: 'ON CONFLICT without a unique index',
    before: USERS,
    sql: `INSERT INTO "users" VALUES (3, 'x') ON CONFLICT ("email") DO NOTHING;`,
  },
  {
    sqlstate: '42P16',
    about: 'two primary keys',
    sql: 'CREATE TABLE "items" ("a" integer PRIMARY KEY, "b" integer PRIMARY KEY);',
  },
  {
    sqlstate: '42501',
    about: 'a table of somebody else',
    role: true,
    before: USERS,
    sql: 'ALTER TABLE "users" ADD COLUMN "name" text;',
  },
  {
    sqlstate: '42501',
    about: 'rows of a table of somebody else',
    role: true,
    before: USERS,
    sql: 'UPDATE "users" SET "age" = 1;',
  },
  {
    sqlstate: '42501',
    about: 'a new schema',
    role: true,
    before: 'create schema drizzle authorization deployer; revoke create on database refusals from deployer',
    sql: 'CREATE SCHEMA "billing";',
  },
  {
    sqlstate: '42501',
    about: 'an index on a table of somebody else',
    role: true,
    before: USERS,
    sql: 'CREATE INDEX "users_age" ON "users" ("age");',
  },
  {
    sqlstate: '23502',
    about: 'a column that is to be NOT NULL',
    before: USERS,
    sql: 'ALTER TABLE "users" ALTER COLUMN "age" SET NOT NULL;',
  },
  {
    sqlstate: '23502',
    about: 'a new column without a default',
    before: USERS,
    sql: 'ALTER TABLE "users" ADD COLUMN "name" text NOT NULL;',
  },
  {
    sqlstate: '23505',
    about: 'a unique index over duplicates',
    before: USERS,
    sql: FAR('CREATE UNIQUE INDEX "users_email" ON "users" ("email");'),
  },
  { sqlstate: '23505', about: 'a row that is there', before: USERS, sql: 'INSERT INTO "users" VALUES (1);' },
  {
    sqlstate: '23503',
    about: 'rows without a partner',
    before: `${USERS} create table posts (author integer); insert into posts values (7)`,
    sql: 'ALTER TABLE "posts" ADD CONSTRAINT "posts_author_fk" FOREIGN KEY ("author") REFERENCES "users"("id");',
  },
  {
    sqlstate: '23503',
    about: 'a deferred constraint, at COMMIT',
    before: `${USERS} create table posts (author integer references users deferrable initially deferred)`,
    sql: 'INSERT INTO "posts" VALUES (7);\nINSERT INTO "posts" VALUES (1);',
  },
  {
    sqlstate: '23514',
    about: 'a check that rows do not fulfil',
    before: USERS,
    sql: 'ALTER TABLE "users" ADD CONSTRAINT "adults" CHECK ("age" > 40);',
  },
  {
    sqlstate: '23514',
    about: 'no partition for a row',
    before: 'create table logs (at date) partition by range (at)',
    sql: `INSERT INTO "logs" VALUES ('2024-01-01');`,
  },
  {
    sqlstate: '23P01',
    about: 'an exclusion',
    before: "create table stays (days int4range); insert into stays values ('[1,5]'), ('[4,6]')",
    sql: 'ALTER TABLE "stays" ADD CONSTRAINT "one_guest" EXCLUDE USING gist ("days" WITH &&);',
  },
  {
    sqlstate: '22P02',
    about: 'a text that is no number',
    before: USERS,
    sql: 'ALTER TABLE "users" ALTER COLUMN "email" SET DATA TYPE integer USING "email"::integer;',
  },
  {
    sqlstate: '22001',
    about: 'a text that is too long',
    before: USERS,
    sql: 'ALTER TABLE "users" ALTER COLUMN "email" SET DATA TYPE varchar(5);',
  },
  { sqlstate: '22003', about: 'a number that is too large', before: USERS, sql: 'UPDATE "users" SET "age" = "id" * 3000000000;' },
  {
    sqlstate: '22007',
    about: 'a text that is no date',
    before: USERS,
    sql: 'ALTER TABLE "users" ALTER COLUMN "email" SET DATA TYPE date USING "email"::date;',
  },
  { sqlstate: '22008', about: 'a date that does not exist', sql: `CREATE TABLE "days" ("day" date DEFAULT '2024-02-30');` },
  { sqlstate: '22012', about: 'a division by zero', before: USERS, sql: 'UPDATE "users" SET "age" = 1 / ("id" - 1);' },
  { sqlstate: '22023', about: 'a parameter out of its range', sql: 'CREATE TABLE "items" ("price" numeric(2000));' },
  {
    sqlstate: '21000',
    about: 'two rows where there may be one',
    before: USERS,
    sql: 'UPDATE "users" SET "age" = (SELECT "id" FROM "users");',
  },
  {
    sqlstate: '25001',
    about: 'SET TRANSACTION after the first query',
    sql: 'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;',
  },
  {
    sqlstate: '25006',
    about: 'a transaction that may only read',
    sql: 'SET TRANSACTION READ ONLY;\nCREATE TABLE "items" ("id" integer);',
  },
  {
    sqlstate: '2BP01',
    about: 'a view depends on it',
    before: `${USERS} create view ages as select age from users`,
    sql: 'ALTER TABLE "users" DROP COLUMN "age";',
  },
  {
    sqlstate: '2D000',
    about: 'COMMIT in a procedure',
    before: "create procedure finish() language plpgsql as 'begin commit; end'",
    sql: 'CALL finish();',
  },
  {
    sqlstate: '0A000',
    about: 'a type that a view uses',
    before: `${USERS} create view ages as select age from users`,
    sql: 'ALTER TABLE "users" ALTER COLUMN "age" SET DATA TYPE bigint;',
  },
  { sqlstate: '0A000', about: 'an extension that is not installed', sql: 'CREATE EXTENSION "vector";' },
  {
    sqlstate: '55000',
    about: 'a sequence that was not asked yet',
    before: 'create sequence numbers',
    sql: `SELECT currval('numbers');`,
  },
  {
    sqlstate: '55006',
    about: 'deferred checks of rows changed before',
    before: `${USERS} create table posts (author integer references users deferrable initially deferred)`,
    sql: 'INSERT INTO "posts" VALUES (1);\nALTER TABLE "posts" ADD COLUMN "title" text;',
  },
  {
    sqlstate: '55P04',
    about: 'a value of an enum used before it is committed',
    before: "create type mood as enum ('ok')",
    sql: `DO $$ BEGIN ALTER TYPE "mood" ADD VALUE 'bad'; END $$;\nCREATE TABLE "days" ("mood" "mood" DEFAULT 'bad');`,
  },
  { sqlstate: '57014', about: 'statement_timeout', timeouts: { statement: 250 }, sql: 'SELECT pg_sleep(20);' },
  {
    sqlstate: '57014',
    about: 'cancelled by somebody, no statement_timeout',
    sql: 'SELECT pg_cancel_backend(pg_backend_pid());\nSELECT pg_sleep(5);',
  },
  {
    sqlstate: '57014',
    about: 'cancelled by somebody before statement_timeout',
    timeouts: { statement: 60_000 },
    sql: 'SELECT pg_cancel_backend(pg_backend_pid());\nSELECT pg_sleep(5);',
  },
  {
    sqlstate: '53100',
    about: 'a full disk (a limit on the size of files, for the server)',
    sql: `CREATE TABLE "big" ("id" integer, "filler" text);\nINSERT INTO "big" SELECT n, repeat('x', 1000) FROM generate_series(1, 40000) n;`,
  },
  {
    sqlstate: '53200',
    about: 'more locks than the server has room for',
    sql: 'SELECT pg_advisory_xact_lock(n) FROM generate_series(1, 100000) n;',
  },
  {
    sqlstate: '53400',
    about: 'temp_file_limit',
    sql: 'SET LOCAL temp_file_limit = 100;\nSET LOCAL work_mem = 64;\nSELECT count(*) FROM (SELECT n FROM generate_series(1, 200000) n ORDER BY -n OFFSET 1) t;',
  },
  {
    sqlstate: '54000',
    about: 'a value too large for an index',
    before:
      "create table pages (body text); insert into pages select string_agg(md5(n::text), '') from generate_series(1, 400) n",
    sql: 'CREATE INDEX "pages_body" ON "pages" ("body");',
  },
  {
    sqlstate: '54001',
    about: 'a function that calls itself',
    sql: "CREATE FUNCTION deep(n integer) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN deep(n + 1); END';\nSELECT deep(1);",
  },
  {
    sqlstate: '54011',
    about: 'too many columns',
    sql: `CREATE TABLE "wide" (${Array.from({ length: 1601 }, (_, i) => `c${i} integer`).join(', ')});`,
  },
  {
    sqlstate: '58P01',
    about: 'a library that the server lacks',
    sql: "CREATE FUNCTION f() RETURNS integer LANGUAGE c AS 'no_such_library', 'f';",
  },
  {
    sqlstate: 'P0001',
    about: 'a trigger refuses',
    before: `${USERS} create function refuse() returns trigger language plpgsql as $$ begin raise exception 'users are frozen' using hint = 'Ask ops.'; end $$; create trigger frozen before update on users for each row execute function refuse()`,
    sql: 'UPDATE "users" SET "age" = 2;',
  },
  {
    sqlstate: '55P03',
    about: 'rows that somebody holds',
    code: 'lock-not-free',
    before: USERS,
    timeouts: { lock: 100, lockBudget: 1 },
    other: { hold: 'update users set age = 7' },
    sql: 'UPDATE "users" SET "age" = 8;',
  },
  {
    sqlstate: '40P01',
    about: 'a deadlock',
    code: 'lock-not-free',
    before: `${USERS} create table teams (id integer); insert into teams values (1)`,
    timeouts: { lock: 10_000, lockBudget: 1 },
    other: { hold: "set deadlock_timeout = '1h'; update teams set id = 2", later: 'update users set age = 3' },
    sql: 'UPDATE "users" SET "age" = 1;\nSELECT pg_sleep(1.5);\nUPDATE "teams" SET "id" = 3;',
  },
  {
    sqlstate: '40001',
    about: 'rows that somebody changed at the same time',
    code: 'lock-not-free',
    before: `${USERS} alter role postgres in database refusals set default_transaction_isolation = 'repeatable read'`,
    timeouts: { lock: 5_000, lockBudget: 1 },
    other: { later: 'update users set age = 3' },
    sql: 'SELECT count(*) FROM users;\nSELECT pg_sleep(2);\nUPDATE "users" SET "age" = 1;',
  },
  {
    sqlstate: '42501',
    about: 'the history table, in a database where the role may not create schemas',
    code: 'history-forbidden',
    role: true,
    before: 'revoke create on database refusals from deployer',
    sql: 'CREATE TABLE "items" ("id" integer);',
  },
  {
    sqlstate: '25001',
    about: 'VACUUM in a DO block',
    sql: "DO $$ BEGIN EXECUTE 'VACUUM'; END $$;",
  },
  {
    sqlstate: '23514',
    about: 'a column of the history table that somebody added',
    code: 'not-recorded',
    before: `${HISTORY}; alter table drizzle.__drizzle_migrations add approved text check (approved is not null)`,
    sql: 'CREATE TABLE "items" ("id" integer);',
  },
  {
    sqlstate: 'TM004',
    about: 'a table that somebody holds, seen before any lock is asked for',
    code: 'lock-not-free',
    before: USERS,
    timeouts: { lock: 100, lockBudget: 1 },
    other: { hold: "set application_name = 'report'; lock table users in access share mode; select pg_sleep(0.3)" },
    sql: 'ALTER TABLE "users" ADD COLUMN "name" text;',
  },
  {
    sqlstate: '23505',
    about: 'a unique index that is built concurrently, after a part that is in',
    before: USERS,
    first: 'CREATE TABLE "teams" ("id" integer);',
    sql: ['CREATE TABLE "notes" ("id" integer);', 'CREATE UNIQUE INDEX CONCURRENTLY "users_email" ON "users" ("email");'],
  },
];
