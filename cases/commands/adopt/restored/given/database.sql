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

