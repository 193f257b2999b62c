-- structural
-- sees: structural right-only trigger t.g
-- before
create table t (id integer, name text);
create function f() returns trigger language plpgsql as 'begin return new; end';
-- left
-- right
create trigger g before truncate on t for each statement execute function f();
