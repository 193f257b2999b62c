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
CREATE TABLE "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('f55645104b1ceba7c9f58c809bda1cbe1e881985cea16e93f14736632e7511d7', 1736241162000);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('f6dd3f997e6268febfaa3fe513c73b16de7b9ffc5db8e5e02080e7601b14946e', 1737018762000);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('59e1bca99ce9d1cfd1bc92adcb6c3f686ceeef57b8afcdbc3a1288175461dc9d', 1737796362000);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('5d2a7c0be5b1d7f37a0cf3c0fbb1e9a4be2f5f0f7d3c1f2e9b8a7c6d5e4f3a2b', 1738400000123);
