-- Custom SQL migration file, put your code below! --
ALTER TABLE "projects" ADD COLUMN "notes" text;--> statement-breakpoint
CREATE INDEX "projects_by_title" ON "projects" (lower("title"));
