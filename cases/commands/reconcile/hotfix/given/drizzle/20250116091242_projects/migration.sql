CREATE TYPE "state" AS ENUM('open', 'closed');--> statement-breakpoint
CREATE TABLE "projects" (
	"id" serial PRIMARY KEY,
	"owner" integer NOT NULL,
	"title" text NOT NULL,
	"state" "state" DEFAULT 'open'::"state" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_owner_accounts_id_fkey" FOREIGN KEY ("owner") REFERENCES "accounts"("id");