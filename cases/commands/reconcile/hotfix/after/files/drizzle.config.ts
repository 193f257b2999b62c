import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  schemaFilter: ['!tidemark'],
  dialect: 'postgresql',
  schema: './src/schema.ts',
  out: './drizzle',
  dbCredentials: { url: process.env['DATABASE_URL'] ?? '' },
});
