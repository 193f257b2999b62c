CREATE TABLE "tags" (
	"id" serial PRIMARY KEY NOT NULL
	"name" text NOT NULL
);
