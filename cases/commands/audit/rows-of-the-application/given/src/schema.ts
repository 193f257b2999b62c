import { integer, pgTable, text } from "drizzle-orm/pg-core";

export const plans = pgTable("plans", {
  id: text("id").primaryKey(),
  label: text("label").notNull(),
  price: integer("price").notNull(),
});
