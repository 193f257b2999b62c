CREATE TYPE "public"."state" AS ENUM ('open', 'closed');--> statement-breakpoint
CREATE SEQUENCE "public"."accounts_id_seq" AS integer INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1 NO CYCLE;--> statement-breakpoint
CREATE SEQUENCE "public"."projects_id_seq" AS integer INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1 NO CYCLE;--> statement-breakpoint
CREATE TABLE "public"."accounts" ("id" integer NOT NULL DEFAULT nextval('public.accounts_id_seq'::regclass), "email" text NOT NULL, CONSTRAINT "accounts_email_unique" UNIQUE (email), CONSTRAINT "accounts_pkey" PRIMARY KEY (id));--> statement-breakpoint
CREATE TABLE "public"."projects" ("id" integer NOT NULL DEFAULT nextval('public.projects_id_seq'::regclass), "owner" integer NOT NULL, "title" text NOT NULL, "state" public.state NOT NULL DEFAULT 'open'::public.state, CONSTRAINT "projects_pkey" PRIMARY KEY (id), CONSTRAINT "title_given" CHECK ((length(title) > 0)));--> statement-breakpoint
ALTER SEQUENCE "public"."accounts_id_seq" OWNED BY "public"."accounts"."id";--> statement-breakpoint
ALTER SEQUENCE "public"."projects_id_seq" OWNED BY "public"."projects"."id";--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.touched()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RETURN NEW; END $function$;--> statement-breakpoint
ALTER TABLE "public"."projects" ADD CONSTRAINT "projects_owner_accounts_id_fk" FOREIGN KEY (owner) REFERENCES public.accounts(id);--> statement-breakpoint
CREATE TRIGGER touched BEFORE UPDATE ON public.projects FOR EACH ROW EXECUTE FUNCTION public.touched();--> statement-breakpoint
COMMENT ON TABLE "public"."projects" IS 'what people work on';