create schema drizzle;
create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);

CREATE TABLE "accounts" (
	"id" serial PRIMARY KEY NOT NULL,
	"email" text NOT NULL
);

CREATE TABLE "projects" (
	"id" serial PRIMARY KEY NOT NULL,
	"title" text NOT NULL
);

ALTER TABLE "accounts" ADD COLUMN "name" text;

insert into drizzle.__drizzle_migrations (hash, created_at) values
  ('1e475ab40c84b97e7a10d448687f5e1959896fdfddfe5a3e883e11f387066aea', 1736241162376),
  ('715df20bfc03bfc99a7152ac40390d1bffd077af93ef14ee0f14db331e6cc65e', 1737018762437);
