-- structural
-- sees: structural changed column t.m (default)
-- before
create type mood as enum ('sad', 'ok');
-- left
create table t (m mood default 'sad');
-- right
create table t (m mood default 'ok');
