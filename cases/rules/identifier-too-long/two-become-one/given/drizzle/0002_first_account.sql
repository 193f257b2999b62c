CREATE INDEX "projects_with_a_rather_long_name_and_many_columns_in_its_index_owner_first_idx" ON "projects" ("owner");--> statement-breakpoint
CREATE INDEX "projects_with_a_rather_long_name_and_many_columns_in_its_index_owner_second_idx" ON "projects" ("title");
