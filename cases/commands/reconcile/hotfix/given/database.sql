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
CREATE SCHEMA "drizzle";
CREATE TABLE "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint, "name" text, "applied_at" timestamp with time zone DEFAULT now());
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "name", "applied_at", "created_at") VALUES ('f55645104b1ceba7c9f58c809bda1cbe1e881985cea16e93f14736632e7511d7', '20250107091242_accounts', '2026-01-03T12:00:00+00:00', 1736241162000);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "name", "applied_at", "created_at") VALUES ('f6dd3f997e6268febfaa3fe513c73b16de7b9ffc5db8e5e02080e7601b14946e', '20250116091242_projects', '2026-01-03T12:00:00+00:00', 1737018762000);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "name", "applied_at", "created_at") VALUES ('59e1bca99ce9d1cfd1bc92adcb6c3f686ceeef57b8afcdbc3a1288175461dc9d', '20250125091242_first_account', '2026-01-03T12:00:00+00:00', 1737796362000);
ALTER TABLE "projects" ADD COLUMN "archived_at" timestamp;
ALTER TABLE "projects" ALTER COLUMN "title" SET DEFAULT 'untitled';
