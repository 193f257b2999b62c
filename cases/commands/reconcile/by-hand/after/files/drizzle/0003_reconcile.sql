ALTER TABLE "public"."projects" ADD COLUMN "notes" text;--> statement-breakpoint
CREATE INDEX projects_by_notes ON public.projects USING btree (notes);