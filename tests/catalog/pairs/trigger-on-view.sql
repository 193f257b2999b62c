-- structural
-- sees: structural right-only trigger v.g
-- before
create table t (id integer, name text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create view v as select id, name from t;
-- left
-- right
create trigger g instead of insert on v for each row execute function f();
