CREATE TABLE "accounts" (
	"id" serial PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	CONSTRAINT "accounts_email_unique" UNIQUE("email")
);
CREATE SCHEMA "drizzle";
CREATE TABLE "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint);
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "created_at") VALUES ('3089ba22f77f66cd4fc1e38c9ff157c02bc0d334308128b1564bd53b87ffdb89', 1736241161884);
