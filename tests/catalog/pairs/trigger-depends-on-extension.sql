-- structural
-- own database
-- sees: structural changed trigger t.g (depends_on)
-- before
create extension hstore;
create table t (id integer, name text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g before insert on t for each row execute function f();
-- left
-- right
alter trigger g on t depends on extension hstore;
