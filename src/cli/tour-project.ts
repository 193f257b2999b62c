/** The project that the tour breaks: three things wrong in the folder, two in the history table. */
import { sha256 } from '../base/fingerprint.ts';
import { literal } from '../sql/quote.ts';

const migrations = {
  '0000_first_users': `CREATE TABLE "users" (\n\t"id" serial PRIMARY KEY NOT NULL,\n\t"email" text NOT NULL\n);\n`,
  '0001_lazy_posts': `CREATE TABLE "posts" (\n\t"id" serial PRIMARY KEY NOT NULL,\n\t"author_id" integer NOT NULL,\n\t"title" text NOT NULL\n);\n`,
  '0002_late_bio': `ALTER TABLE "users" ADD COLUMN "bio" text;\n`,
  '0003_add_slug': `ALTER TABLE "posts" ADD COLUMN "slug" text;--> statement-breakpoint\nCREATE INDEX "posts_slug_index" ON "posts" USING btree ("slug");\n`,
  '0004_add_views': `ALTER TABLE "posts" ADD COLUMN "views" integer DEFAULT 0 NOT NULL;\n`,
};

const entry = (idx: number, when: number, tag: string): string =>
  `    {\n      "idx": ${idx},\n      "version": "7",\n      "when": ${when},\n      "tag": "${tag}",\n      "breakpoints": true\n    }`;

const FIRST = Date.UTC(2025, 0, 6, 9, 30);
const SECOND = Date.UTC(2025, 1, 3, 14, 5);
/** Generated before the second one, merged after it was deployed: its time lies below what the history has seen. */
const LATE = Date.UTC(2025, 0, 20, 11, 45);

export const brokenProject: Readonly<Record<string, string>> = {
  'drizzle.config.json': `${JSON.stringify({ dialect: 'postgresql', driver: 'pglite', schema: './schema.ts', out: './drizzle', dbCredentials: { url: './data' } }, null, 2)}\n`,
  'package.json': `${JSON.stringify({ name: 'tour', private: true, dependencies: { 'drizzle-orm': '0.45.4' } }, null, 2)}\n`,
  ...Object.fromEntries(Object.entries(migrations).map(([name, text]) => [`drizzle/${name}.sql`, text])),
  'drizzle/meta/_journal.json': `{
  "version": "7",
  "dialect": "postgresql",
  "entries": [
${[
  entry(0, FIRST, '0000_first_users'),
  entry(1, SECOND, '0001_lazy_posts'),
  entry(2, LATE, '0002_late_bio'),
  // Written by a script of the team: the name is in "hash", there is no tag.
  '    {\n      "idx": 3,\n      "when": "2025-02-17T08:00:00.000Z",\n      "hash": "0003_add_slug"\n    }',
].join(',\n')}
  ]
}
`,
};

const row = (name: keyof typeof migrations, when: number): string =>
  `(${literal(sha256(migrations[name]))}, ${literal(String(when))})`;

/** created_at was made text by somebody who believed that its type was the cause, and one row is there twice. */
export const brokenDatabase = `
${migrations['0000_first_users']}${migrations['0001_lazy_posts']}
insert into users (email) values ('ada@example.com'), ('grace@example.com');
create schema drizzle;
create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at text);
insert into drizzle.__drizzle_migrations (hash, created_at) values ${row('0000_first_users', FIRST)}, ${row('0001_lazy_posts', SECOND)}, ${row('0001_lazy_posts', SECOND)};
`;
