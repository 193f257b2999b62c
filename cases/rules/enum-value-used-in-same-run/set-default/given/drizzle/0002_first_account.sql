ALTER TYPE "public"."state" ADD VALUE 'paused';--> statement-breakpoint
ALTER TABLE "projects" ALTER COLUMN "state" SET DEFAULT 'paused';
