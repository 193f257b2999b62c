ALTER TABLE "projects" ADD COLUMN "note" text;
