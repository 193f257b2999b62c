ALTER TABLE "public"."settings" ADD COLUMN "changed_at" timestamp with time zone;
CREATE INDEX projects_by_title ON public.projects USING btree (title);
