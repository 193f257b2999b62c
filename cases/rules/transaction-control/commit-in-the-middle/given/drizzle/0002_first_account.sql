-- Custom SQL migration file, put your code below! --
INSERT INTO "accounts" ("email") VALUES ('first@example.com');
COMMIT;
ALTER TABLE "accounts" ADD COLUMN "nick" text;
