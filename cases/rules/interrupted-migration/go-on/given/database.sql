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
CREATE SCHEMA "drizzle";
CREATE TABLE "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('3089ba22f77f66cd4fc1e38c9ff157c02bc0d334308128b1564bd53b87ffdb89', 1736241161884);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('82af7610aadaf9296d7c6da4293ee0013fd875035778f0f7e224d3f0269f6c32', 1737018761722);
ALTER TABLE "projects" ADD COLUMN "due" date;
CREATE INDEX "projects_owner_idx" ON "projects" ("owner");
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'projects_owner_idx'::regclass;
CREATE SCHEMA tidemark;
CREATE TABLE tidemark.step (history text NOT NULL, migration text NOT NULL, place integer NOT NULL, print text NOT NULL, state text NOT NULL CHECK (state IN ('running', 'done')), token text NOT NULL, "by" text NOT NULL, at timestamptz NOT NULL DEFAULT now(), before json, PRIMARY KEY (history, migration, place));
INSERT INTO tidemark.step VALUES ('drizzle.__drizzle_migrations', '0002_first_account', 0, 'bfc762ca8d1792ca7db2a0691bfc62b8ec815c6d29cfa909a28a567cfb2b0573', 'done', '7d4006a0-f6cf-498d-98de-0d2a44137400', 'deploy@ci', '2026-01-31 17:45:53+00', NULL);
INSERT INTO tidemark.step VALUES ('drizzle.__drizzle_migrations', '0002_first_account', 1, 'f098b87aaffa017e2ef8079e50fa35a1cfa666e687326ccf1521a06549d87d1e', 'running', '7d4006a0-f6cf-498d-98de-0d2a44137400', 'deploy@ci', '2026-01-31 17:45:53+00', '["projects_pkey"]');
