-- Made by sequelize-cli 6.6.5: db:migrate with two files.
CREATE TABLE public."SequelizeMeta" (
    name character varying(255) NOT NULL
);
INSERT INTO public."SequelizeMeta" VALUES ('20240101120000-users.js');
INSERT INTO public."SequelizeMeta" VALUES ('20240102120000-posts.js');
ALTER TABLE ONLY public."SequelizeMeta"
    ADD CONSTRAINT "SequelizeMeta_pkey" PRIMARY KEY (name);
