CREATE TABLE "tenants" (
	"id" serial PRIMARY KEY,
	"email" text NOT NULL UNIQUE
);
