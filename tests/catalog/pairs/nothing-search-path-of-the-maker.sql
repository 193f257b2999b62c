-- nothing
-- own database
-- before
create schema judged;
create function judged.f() returns integer language sql as $$ select 1 $$;
create table judged.a (id integer primary key);
-- left
create table t (id integer default judged.f() references judged.a);
create view v as select id from judged.a;
-- right
set search_path = judged;
create table p_nothing_search_path_of_the_maker.t (id integer default f() references a);
create view p_nothing_search_path_of_the_maker.v as select id from a;
