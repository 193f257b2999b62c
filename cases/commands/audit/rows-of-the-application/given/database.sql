CREATE SCHEMA drizzle;
CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);
INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ($q$47a101f56e1a7cc6c3f1ba30932ac259d3c8b5143b67748ba3a1858f8d8cd585$q$, 1735725600000);
CREATE TABLE plans (id text PRIMARY KEY NOT NULL, label text NOT NULL, price integer NOT NULL);
INSERT INTO plans VALUES ($q$free$q$, $q$Free$q$, 0), ($q$team$q$, $q$Everything$q$, 49);
