CREATE INDEX CONCURRENTLY "projects_owner_idx" ON "projects" ("owner");
