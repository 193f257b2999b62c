-- cosmetic
-- sees: cosmetic changed trigger t.g (comment)
-- before
create table t (id integer, name text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g before insert on t for each row execute function f();
-- left
-- right
comment on trigger g on t is 'a';
