-- nothing
-- before
create table t (id integer, name text);
create function f() returns trigger language plpgsql as 'begin return new; end';
-- left
create trigger g before insert on t for each row execute function f();
-- right
create trigger g after insert on t for each row execute function f();
create or replace trigger g before insert on t for each row execute function f();
