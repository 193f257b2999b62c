CREATE TABLE "accounts" (
	"id" serial PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	CONSTRAINT "accounts_email_unique" UNIQUE("email")
);
CREATE TYPE "public"."state" AS ENUM('open', 'closed');
CREATE TABLE "projects" (
	"id" serial PRIMARY KEY NOT NULL,
	"owner" integer NOT NULL,
	"title" text NOT NULL,
	"state" "state" DEFAULT 'open' NOT NULL
);
ALTER TABLE "projects" ADD CONSTRAINT "projects_owner_accounts_id_fk" FOREIGN KEY ("owner") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;
-- Custom SQL migration file, put your code below! --
INSERT INTO "accounts" ("email") VALUES ('first@example.com');
ALTER TABLE "accounts" ADD COLUMN "display_name" text;
ALTER TABLE "projects" ADD COLUMN "archived_at" timestamp with time zone;
COMMENT ON TABLE "projects" IS 'what people work on';
CREATE SCHEMA "drizzle";
CREATE TABLE "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('3089ba22f77f66cd4fc1e38c9ff157c02bc0d334308128b1564bd53b87ffdb89', 1736241161884);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('82af7610aadaf9296d7c6da4293ee0013fd875035778f0f7e224d3f0269f6c32', 1737018761722);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('59e1bca99ce9d1cfd1bc92adcb6c3f686ceeef57b8afcdbc3a1288175461dc9d', 1737796361759);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('1b895ea8a8e7559abd965664de4328891b832b238bfd5ac2fe0be92c15aa2b99', 1738573961752);
