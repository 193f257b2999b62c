-- Made by graphile-migrate 1.4.1: two commits.
CREATE SCHEMA graphile_migrate;
CREATE TABLE graphile_migrate.current (
    filename text DEFAULT 'current.sql'::text NOT NULL,
    content text NOT NULL,
    date timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE graphile_migrate.migrations (
    hash text NOT NULL,
    previous_hash text,
    filename text NOT NULL,
    date timestamp with time zone DEFAULT now() NOT NULL
);
INSERT INTO graphile_migrate.migrations VALUES ('sha1:daf010c72bd3c6928c7abb7f8fab4e1951bdd368', NULL, '000001.sql', '2026-11-21 20:27:05.505919+00');
INSERT INTO graphile_migrate.migrations VALUES ('sha1:7a0ff0a462989d17404ac4b01361e092cfabaeae', 'sha1:daf010c72bd3c6928c7abb7f8fab4e1951bdd368', '000002.sql', '2026-11-21 20:27:06.04616+00');
ALTER TABLE ONLY graphile_migrate.current
    ADD CONSTRAINT current_pkey PRIMARY KEY (filename);
ALTER TABLE ONLY graphile_migrate.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY graphile_migrate.migrations
    ADD CONSTRAINT migrations_previous_hash_fkey FOREIGN KEY (previous_hash) REFERENCES graphile_migrate.migrations(hash);
