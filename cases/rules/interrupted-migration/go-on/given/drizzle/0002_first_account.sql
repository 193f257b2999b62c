ALTER TABLE "projects" ADD COLUMN "due" date;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY "projects_owner_idx" ON "projects" ("owner");
--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "done" boolean DEFAULT false NOT NULL;