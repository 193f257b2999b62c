-- Custom SQL migration file, put your code below! --
INSERT INTO "accounts" ("email") VALUES ('first@example.com');
