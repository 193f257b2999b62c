import { integer, pgEnum, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core';

export const accounts = pgTable('accounts', {
  id: serial('id').primaryKey(),
  email: text('email').notNull().unique(),
  displayName: text('display_name'),
});

export const state = pgEnum('state', ['open', 'closed']);

export const projects = pgTable('projects', {
  id: serial('id').primaryKey(),
  owner: integer('owner')
    .notNull()
    .references(() => accounts.id),
  title: text('title').notNull(),
  state: state('state').notNull().default('open'),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
});
