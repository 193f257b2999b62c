-- structural
-- sees: structural right-only rule v.r
-- before
create table t (id integer, name text);
create view v as select id from t;
-- left
-- right
create rule r as on delete to v do instead nothing;
