-- not compared: operator families
-- before
-- left
-- right
create operator family of1 using btree;
