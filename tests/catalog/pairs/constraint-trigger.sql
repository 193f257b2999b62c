-- structural
-- sees: structural right-only trigger t.g
-- before
create table t (id integer, name text);
create function f() returns trigger language plpgsql as 'begin return new; end';
-- left
-- right
create constraint trigger g after insert on t deferrable initially deferred for each row execute function f();
