import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  migrations: { schema: 'ops', table: 'history_of_drizzle_migrations' },
  dialect: 'postgresql',
  schema: './src/schema.ts',
  out: './drizzle',
  dbCredentials: { url: process.env['DATABASE_URL'] ?? '' },
});
