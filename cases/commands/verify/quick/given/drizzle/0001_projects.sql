CREATE TYPE "public"."state" AS ENUM('open', 'closed');--> statement-breakpoint
CREATE TABLE "projects" (
	"id" serial PRIMARY KEY NOT NULL,
	"owner" integer NOT NULL,
	"title" text NOT NULL,
	"state" "state" DEFAULT 'open' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_owner_accounts_id_fk" FOREIGN KEY ("owner") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;