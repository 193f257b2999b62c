-- structural
-- sees: structural changed trigger m.g (enabled)
-- before
create table m (id integer) partition by list (id);
create table m1 partition of m for values in (1);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g after insert on m for each row execute function f();
-- left
-- right
alter table m enable always trigger g;
