-- structural
-- sees: structural right-only trigger m.g
-- before
create table m (id integer) partition by list (id);
create table m1 partition of m for values in (1);
create function f() returns trigger language plpgsql as 'begin return new; end';
-- left
-- right
create trigger g after insert on m for each row execute function f();
