-- Made by prisma 6.19.3 (its WASM engine over @prisma/adapter-pg): deploy that failed at the third, resolve --rolled-back, the file mended, resolve --applied of the fourth, deploy.
CREATE TABLE public._prisma_migrations (
    id character varying(36) NOT NULL,
    checksum character varying(64) NOT NULL,
    finished_at timestamp with time zone,
    migration_name character varying(255) NOT NULL,
    logs text,
    rolled_back_at timestamp with time zone,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    applied_steps_count integer DEFAULT 0 NOT NULL
);
INSERT INTO public._prisma_migrations VALUES ('d3a34ddc-b004-4c5f-ad47-54850dc7ce53', 'aa76ff90435ce799b755046554b3bd03d6ccc618dfac6c24c129e8ce83c63ead', '2026-11-21 20:28:45.504+00', '20240101120000_users', NULL, NULL, '2026-11-21 20:28:45.498+00', 1);
INSERT INTO public._prisma_migrations VALUES ('07647084-1f98-4646-b1fe-9cae486128ec', 'a4cde01b9fac781c3670b2d4bde1b0378fc7d564e8403e3a2826a4956f4f9a14', '2026-11-21 20:28:45.513+00', '20240102120000_posts', NULL, NULL, '2026-11-21 20:28:45.505+00', 1);
INSERT INTO public._prisma_migrations VALUES ('a7b5f699-faeb-4fed-a3be-0e44c260a332', 'a4cde01b9fac781c3670b2d4bde1b0378fc7d564e8403e3a2826a4956f4f9a14', NULL, '20240103120000_broken', 'external connector error
Error querying the database: ERROR: relation "posts" already exists
   0: sql_schema_connector::apply_migration::apply_script
           with migration_name="20240103120000_broken"
             at schema-engine/connectors/sql-schema-connector/src/apply_migration.rs:113
   1: schema_commands::commands::apply_migrations::Applying migration
           with migration_name="20240103120000_broken"
             at schema-engine/commands/src/commands/apply_migrations.rs:95
   2: schema_engine_wasm::wasm::engine::ApplyMigrations
             at schema-engine/schema-engine-wasm/src/wasm/engine.rs:167', '2026-11-21 20:28:46.942+00', '2026-11-21 20:28:45.515+00', 0);
INSERT INTO public._prisma_migrations VALUES ('9f285a64-b3f2-4474-b2f2-9088f90b49b9', '57e679a9f8186fb4bd434e0ec27b1c3932b29b1b078750e43bbcf13c86dba0ca', '2026-11-21 20:28:58.039+00', '20240104120000_marked', '', NULL, '2026-11-21 20:28:58.039+00', 0);
INSERT INTO public._prisma_migrations VALUES ('c17bfe1e-b36e-4724-9de6-3384417131bf', 'ab0a26b39e2bc185d9d6d990741af0cfff8bea732e9cb052e5000b89267987e8', '2026-11-21 20:29:09.243+00', '20240103120000_broken', NULL, NULL, '2026-11-21 20:29:09.236+00', 1);
ALTER TABLE ONLY public._prisma_migrations
    ADD CONSTRAINT _prisma_migrations_pkey PRIMARY KEY (id);
