ALTER TABLE "accounts" ADD COLUMN "display_name" text;
ALTER TABLE "projects" ADD COLUMN "archived_at" timestamp with time zone;