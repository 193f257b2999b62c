-- structural
-- sees: structural changed trigger t.g (definition)
-- before
create table t (id integer, name text);
create function f() returns trigger language plpgsql as 'begin return new; end';
-- left
create trigger g after insert on t for each statement execute function f();
-- right
create trigger g after insert on t referencing new table as n for each statement execute function f();
