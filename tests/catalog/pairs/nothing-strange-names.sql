-- nothing
-- before
-- left
create table "T""q" ("a b" integer, "Ünï" text, "select" integer);
create index "x.y" on "T""q" ("a b");
-- right
create table "T""q" ("a b" integer, "Ünï" text, "select" integer);
create index "x.y" on "T""q" ("a b");
