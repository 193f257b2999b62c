import { pgTable, serial, text } from 'drizzle-orm/pg-core';

export const accounts = pgTable('accounts', {
  id: serial().primaryKey(),
  email: text().notNull(),
  name: text(),
});
