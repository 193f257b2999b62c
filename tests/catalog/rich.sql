create extension if not exists pgcrypto;
create extension if not exists pg_trgm schema public;
create schema app; comment on schema app is 'the app';
create schema "Weird ""x"" ünï";
create type app.mood as enum ('sad', 'o''k', E'new\nline');
comment on type app.mood is 'moods';
create table app.users (
  id serial primary key, uid uuid default gen_random_uuid() not null, email varchar(200) not null, name text collate "C",
  mood app.mood default 'sad', balance numeric(10,2) default 0 not null check (balance >= 0), tags text[] default '{}'::text[],
  made timestamptz default now(), day date default '2020-01-31', span interval default '1 day 02:00', at timestamptz default '2020-01-01 00:00+00',
  raw bytea default '\xdeadbeef', f float8 default 0.1,
  full_name text generated always as (name || ' ' || email) stored,
  constraint users_email_key unique (email));
comment on table app.users is 'Users';
comment on column app.users.email is 'mail; with -- comment and ''quotes''';
comment on constraint users_email_key on app.users is 'one mail';
comment on index app.users_pkey is 'pk';
alter table app.users alter column email set statistics 500;
alter table app.users alter column name set storage external;
alter table app.users alter column tags set (n_distinct = -0.5);
create index users_lower on app.users using btree (lower(email), made desc nulls last) include (name) with (fillfactor = 70) where balance > 0;
create index users_trgm on app.users using gin (email public.gin_trgm_ops);
create unique index users_uniq on app.users (uid);
alter table app.users replica identity using index users_uniq;
create table app.orders (
  id bigint generated always as identity (start 100 increment 5) primary key, user_id int not null references app.users(id) on delete cascade on update set null deferrable initially deferred,
  amount int, during tstzrange, kind text default 'x');
alter table app.orders add constraint amount_positive check (amount > 0) not valid;
alter table app.orders add constraint no_overlap exclude using gist (during with &&);
create statistics app.order_stats (dependencies, ndistinct) on user_id, amount from app.orders;
create statistics app.order_expr on (amount + 1), lower(kind) from app.orders;
alter statistics app.order_stats set statistics 77;
create table app.events (at timestamptz not null, id int, payload jsonb) partition by range (at);
create table app.events_2024 partition of app.events for values from ('2024-01-01 00:00+00') to ('2025-01-01 00:00+00');
create table app.events_default partition of app.events default;
create index events_id on app.events (id);
alter table app.events add primary key (at, id);
create table app.parent (a int not null, b text); create table app.child (c int) inherits (app.parent);
create unlogged table app.cache (k text primary key, n serial);
create table app.fill (a int) with (fillfactor = 50, autovacuum_enabled = false, toast.autovacuum_enabled = false);
create sequence app.counter as int start 7 increment 3 minvalue 1 maxvalue 1000 cache 5 cycle; select nextval('app.counter'), nextval('app.counter');
comment on sequence app.counter is 'c';
create view app.v as select u.id, u.email, count(o.id) as n from app.users u left join app.orders o on o.user_id = u.id group by u.id, u.email;
create view app.v1 with (security_barrier = true) as select id, email, balance from app.users where balance > 1 with local check option;
comment on column app.v1.email is 'of view'; alter view app.v1 alter column balance set default 5;
create materialized view app.mv as select mood, count(*) as n from app.users group by mood with no data;
create unique index mv_mood on app.mv (mood);
create materialized view app.mv2 as select 1 as one;
create function app.total(a int, b int default 2, variadic c int[] default '{}') returns int language sql immutable strict parallel safe as $$ select a + b $$;
create function app.total(a text) returns text language plpgsql security definer set search_path = app as $$ begin return a || nonexistent; end $$;
create function app.atomic(x int) returns int language sql begin atomic select count(*)::int from app.users where id = x; select x + 1; end;
create procedure app.proc(inout x int) language plpgsql as $$ begin x := 1; commit; end $$;
revoke execute on function app.total(text) from public;
comment on function app.total(text) is 'tot';
create function app.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update of email on app.users for each row when (old.email is distinct from new.email) execute function app.touch();
create trigger ptrig after insert on app.events for each row execute function app.touch();
create constraint trigger ct after insert on app.orders deferrable initially deferred for each row execute function app.touch();
create trigger vtrig instead of insert on app.v for each row execute function app.touch();
alter table app.users disable trigger touch;
comment on trigger touch on app.users is 'trig';
alter table app.users enable row level security; alter table app.orders enable row level security; alter table app.orders force row level security;
create policy own on app.users as restrictive for select to public using (id = current_setting('app.id')::int and id in (select o.user_id from app.orders o));
create policy ins on app.orders for insert with check (amount > 0 and exists (select from app.users));
comment on policy own on app.users is 'pol';
create table "Weird ""x"" ünï"."tab	le
nl" ("co""l" int, "ünï" text default 'ü', check ("co""l" > 1));
create index "idx ""q""" on "Weird ""x"" ünï"."tab	le
nl" ("ünï");
create function "Weird ""x"" ünï"."fn (x)"("a b" int) returns int language sql as 'select 1';
create table app.abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc (abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc int);
grant select on app.users to public; grant select (email), update (name) on app.users to public; grant all on app.fill to public; grant usage on schema app to public; grant usage on sequence app.counter to public;
grant select on app.child to public; revoke select on app.child from public;
create table app.gone (a int); alter table app.gone add column b int; alter table app.gone drop column a; alter table app.gone add column c int;
alter function app.touch() depends on extension pgcrypto;
create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
