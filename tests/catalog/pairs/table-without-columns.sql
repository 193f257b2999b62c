-- structural
-- sees: structural right-only table t
-- before
-- left
-- right
create table t ();
