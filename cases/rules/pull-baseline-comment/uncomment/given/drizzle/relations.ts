import { relations } from "drizzle-orm/relations";
import { accounts, projects } from "./schema";

export const projectsRelations = relations(projects, ({one}) => ({
	account: one(accounts, {
		fields: [projects.owner],
		references: [accounts.id]
	}),
}));

export const accountsRelations = relations(accounts, ({many}) => ({
	projects: many(projects),
}));