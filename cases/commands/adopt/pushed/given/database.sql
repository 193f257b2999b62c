CREATE TYPE "public"."state" AS ENUM('open', 'closed');
CREATE TABLE "accounts" (
	"id" serial PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	CONSTRAINT "accounts_email_unique" UNIQUE("email")
);
CREATE TABLE "projects" (
	"id" serial PRIMARY KEY NOT NULL,
	"owner" integer NOT NULL,
	"title" text NOT NULL,
	"state" "state" DEFAULT 'open' NOT NULL
);
ALTER TABLE "projects" ADD CONSTRAINT "projects_owner_accounts_id_fk" FOREIGN KEY ("owner") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;
