CREATE TABLE "notes" (
	"id" serial PRIMARY KEY,
	"project" integer NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "notes_project_idx" ON "notes" ("project");--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_project_projects_id_fkey" FOREIGN KEY ("project") REFERENCES "projects"("id") ON DELETE CASCADE;