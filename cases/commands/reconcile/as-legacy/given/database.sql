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
CREATE SCHEMA "drizzle";
CREATE TABLE "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('3089ba22f77f66cd4fc1e38c9ff157c02bc0d334308128b1564bd53b87ffdb89', 1736241161884);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('82af7610aadaf9296d7c6da4293ee0013fd875035778f0f7e224d3f0269f6c32', 1737018761722);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('59e1bca99ce9d1cfd1bc92adcb6c3f686ceeef57b8afcdbc3a1288175461dc9d', 1737796361759);
CREATE TABLE settings (
  name text PRIMARY KEY,
  value text NOT NULL
);
ALTER TABLE settings ADD COLUMN label text CHECK (label <> '');
CREATE TABLE project_tags (
  project integer NOT NULL REFERENCES projects (id),
  tag text NOT NULL,
  PRIMARY KEY (project, tag)
);
CREATE TABLE schema_migrations (id serial PRIMARY KEY, version text NOT NULL UNIQUE, name text NOT NULL, executed_at timestamptz NOT NULL DEFAULT '2025-01-10 10:00:00+00');
INSERT INTO schema_migrations (version, name) VALUES ('001', 'create_settings'), ('002', 'label_settings'), ('004', 'tags');
CREATE INDEX projects_by_title ON projects (title);
ALTER TABLE settings ADD COLUMN changed_at timestamptz;
ALTER TABLE projects DROP CONSTRAINT projects_owner_accounts_id_fk;
