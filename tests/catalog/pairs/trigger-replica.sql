-- structural
-- sees: structural changed trigger t.g (enabled)
-- before
create table t (id integer, name text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g before insert on t for each row execute function f();
-- left
alter table t enable always trigger g;
-- right
alter table t enable replica trigger g;
