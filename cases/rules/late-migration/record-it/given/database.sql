CREATE TABLE "accounts" (
	"id" serial PRIMARY KEY,
	"email" text NOT NULL UNIQUE
);
CREATE TYPE "state" AS ENUM('open', 'closed');
CREATE TABLE "projects" (
	"id" serial PRIMARY KEY,
	"owner" integer NOT NULL,
	"title" text NOT NULL,
	"state" "state" DEFAULT 'open'::"state" NOT NULL
);
ALTER TABLE "projects" ADD CONSTRAINT "projects_owner_accounts_id_fkey" FOREIGN KEY ("owner") REFERENCES "accounts"("id");
-- Custom SQL migration file, put your code below! --
INSERT INTO "accounts" ("email") VALUES ('first@example.com');
ALTER TABLE "accounts" ADD COLUMN "display_name" text;
ALTER TABLE "projects" ADD COLUMN "archived_at" timestamp with time zone;
CREATE SCHEMA "drizzle";
CREATE TABLE "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint, "name" text, "applied_at" timestamp with time zone DEFAULT now());
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "name", "applied_at", "created_at") VALUES ('f55645104b1ceba7c9f58c809bda1cbe1e881985cea16e93f14736632e7511d7', '20250107091242_accounts', '2026-01-03T12:00:00+00:00', 1736241162000);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "name", "applied_at", "created_at") VALUES ('59e1bca99ce9d1cfd1bc92adcb6c3f686ceeef57b8afcdbc3a1288175461dc9d', '20250125091242_first_account', '2026-01-03T12:00:00+00:00', 1737796362000);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "name", "applied_at", "created_at") VALUES ('1b895ea8a8e7559abd965664de4328891b832b238bfd5ac2fe0be92c15aa2b99', '20250203091242_archive', '2026-01-03T12:00:00+00:00', 1738573962000);
