-- nothing
-- own database
-- before
create schema judged;
-- left
create table judged.t (id integer primary key);
create table t (id integer primary key);
-- right
create table t (id integer primary key);
create table judged.t (id integer primary key);
