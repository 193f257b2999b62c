CREATE TABLE "accounts" (
	"id" serial PRIMARY KEY,
	"email" text NOT NULL UNIQUE
);
CREATE SCHEMA "drizzle";
CREATE TABLE "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint, "name" text, "applied_at" timestamp with time zone DEFAULT now());
INSERT INTO "drizzle"."__drizzle_migrations" ("hash", "name", "applied_at", "created_at") VALUES ('f55645104b1ceba7c9f58c809bda1cbe1e881985cea16e93f14736632e7511d7', '20250107091242_accounts', '2026-01-03T12:00:00+00:00', 1736241162000);
