CREATE TABLE "accounts" ("id" serial PRIMARY KEY, "email" text NOT NULL UNIQUE);
CREATE TABLE "projects" ("id" serial PRIMARY KEY, "owner" integer NOT NULL REFERENCES "accounts" ("id"), "title" text NOT NULL);
