SET search_path TO reporting, public;--> statement-breakpoint
CREATE TABLE "totals" ("id" serial PRIMARY KEY NOT NULL);
