CREATE TYPE "public"."state" AS ENUM ('open', 'closed');--> statement-breakpoint
COMMENT ON SCHEMA "public" IS NULL;--> statement-breakpoint
CREATE SEQUENCE "public"."accounts_id_seq" AS integer INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1 NO CYCLE;--> statement-breakpoint
CREATE SEQUENCE "public"."projects_id_seq" AS integer INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1 NO CYCLE;--> statement-breakpoint
CREATE TABLE "public"."accounts" ("id" integer NOT NULL DEFAULT nextval('public.accounts_id_seq'::regclass), "email" text NOT NULL, CONSTRAINT "accounts_email_key" UNIQUE (email), CONSTRAINT "accounts_pkey" PRIMARY KEY (id));--> statement-breakpoint
CREATE TABLE "public"."projects" ("id" integer NOT NULL DEFAULT nextval('public.projects_id_seq'::regclass), "owner" integer NOT NULL, "title" text NOT NULL, "state" public.state NOT NULL DEFAULT 'open'::public.state, CONSTRAINT "projects_pkey" PRIMARY KEY (id));--> statement-breakpoint
ALTER SEQUENCE "public"."accounts_id_seq" OWNED BY "public"."accounts"."id";--> statement-breakpoint
ALTER SEQUENCE "public"."projects_id_seq" OWNED BY "public"."projects"."id";--> statement-breakpoint
ALTER TABLE "public"."projects" ADD CONSTRAINT "projects_owner_accounts_id_fkey" FOREIGN KEY (owner) REFERENCES public.accounts(id);