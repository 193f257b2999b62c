-- structural
-- sees: structural changed trigger t.g (enabled)
-- before
create table t (id integer, name text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g before insert on t for each row execute function f();
-- left
-- right
alter table t disable trigger g;
