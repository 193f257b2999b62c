-- Made by supabase 3.1.0: migration repair --status applied of the third, then migration up; the repair leaves no sign.
CREATE SCHEMA supabase_migrations;
CREATE TABLE supabase_migrations.schema_migrations (
    version text NOT NULL,
    statements text[],
    name text
);
INSERT INTO supabase_migrations.schema_migrations VALUES ('20240103120000', '{"create table tags (id int)"}', 'tags');
INSERT INTO supabase_migrations.schema_migrations VALUES ('20240101120000', '{"create table users (id int)","insert into users values (1)"}', 'users');
INSERT INTO supabase_migrations.schema_migrations VALUES ('20240102120000', '{"create table posts (id int)"}', 'posts');
ALTER TABLE ONLY supabase_migrations.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
