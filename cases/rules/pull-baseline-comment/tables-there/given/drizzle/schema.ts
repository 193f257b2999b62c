import { pgTable, unique, serial, text, foreignKey, integer } from "drizzle-orm/pg-core"
import { sql } from "drizzle-orm"



export const accounts = pgTable("accounts", {
	id: serial().primaryKey().notNull(),
	email: text().notNull(),
}, (table) => [
	unique("accounts_email_key").on(table.email),
]);

export const projects = pgTable("projects", {
	id: serial().primaryKey().notNull(),
	owner: integer().notNull(),
	title: text().notNull(),
}, (table) => [
	foreignKey({
			columns: [table.owner],
			foreignColumns: [accounts.id],
			name: "projects_owner_fkey"
		}),
]);
