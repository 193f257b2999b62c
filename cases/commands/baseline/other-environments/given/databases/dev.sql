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
CREATE SCHEMA "drizzle";
CREATE TABLE "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint, "name" text, "applied_at" timestamp with time zone DEFAULT now());
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "name", "applied_at", "created_at") VALUES ('dfda0b3ec4d350c50374a1693c1f9ab0f61b81e0d393537240238918c6614938', '20250116091243_baseline', NULL, 1737018763000);
