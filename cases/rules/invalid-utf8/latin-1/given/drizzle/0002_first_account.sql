-- Custom SQL migration file, put your code below! --
INSERT INTO "accounts" ("email") VALUES ('zoë@example.com');
