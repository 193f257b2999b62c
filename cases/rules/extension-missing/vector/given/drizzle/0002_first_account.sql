ALTER TABLE "projects" ADD COLUMN "embedding" vector(768);
