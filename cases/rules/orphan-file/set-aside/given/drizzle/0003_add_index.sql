CREATE INDEX "projects_owner_idx" ON "projects" ("owner");
