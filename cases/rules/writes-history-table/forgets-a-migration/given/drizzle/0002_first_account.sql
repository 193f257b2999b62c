DELETE FROM drizzle.__drizzle_migrations WHERE hash = '0001_projects';--> statement-breakpoint
-- Custom SQL migration file, put your code below! --
INSERT INTO "accounts" ("email") VALUES ('first@example.com');
