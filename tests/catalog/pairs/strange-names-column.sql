-- structural
-- sees: structural changed column "T""q"."a b" (not_null)
-- before
create table "T""q" ("a b" integer, "Ünï" text);
create table "t.q" (a integer);
-- left
-- right
alter table "T""q" alter "a b" set not null;
