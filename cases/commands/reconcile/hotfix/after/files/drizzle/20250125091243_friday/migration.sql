ALTER TABLE "public"."projects" ADD COLUMN "archived_at" timestamp without time zone;--> statement-breakpoint
ALTER TABLE "public"."projects" ALTER COLUMN "title" SET DEFAULT 'untitled'::text;