-- Made by dbmate 2.36.0: up with two files.
CREATE TABLE public.schema_migrations (
    version character varying NOT NULL
);
INSERT INTO public.schema_migrations VALUES ('20240101120000');
INSERT INTO public.schema_migrations VALUES ('20240102120000');
ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
