import { defineConfig } from 'drizzle-kit';

const url = new URL(process.env['DATABASE_URL'] ?? 'postgres://localhost/app');

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/schema.ts',
  out: './drizzle',
  dbCredentials: {
    host: url.hostname,
    port: Number(url.port),
    user: url.username,
    password: url.password,
    database: url.pathname.slice(1),
  },
});
