-- nothing
-- before
create type mood as enum ('a');
create function f() returns trigger language plpgsql as 'begin return new; end';
create table t (id integer, name text);
-- left
create index i on t (id);
create index j on t (name);
alter table t add constraint k check (id > 0), add constraint l check (id < 9);
create trigger g before insert on t for each row execute function f();
create trigger h before update on t for each row execute function f();
create policy p on t;
create policy q on t;
create statistics s on id, name from t;
create sequence z;
create sequence y;
-- right
create sequence y;
create sequence z;
create statistics s on id, name from t;
create policy q on t;
create policy p on t;
create trigger h before update on t for each row execute function f();
create trigger g before insert on t for each row execute function f();
alter table t add constraint l check (id < 9), add constraint k check (id > 0);
create index j on t (name);
create index i on t (id);
