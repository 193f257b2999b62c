import { pgTable, serial, text } from 'drizzle-orm/pg-core';

export const projects = pgTable('projects', {
  id: serial().primaryKey(),
  title: text().notNull(),
  state: text(),
});
