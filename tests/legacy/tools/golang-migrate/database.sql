-- Written after golang-migrate's own source (the tool was not run): the third failed and left its mark.
CREATE TABLE public.schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);
INSERT INTO public.schema_migrations VALUES (3, true);
