/** How are the migrations of Rust's sqlx and Diesel recognised? */
import type { LegacyTool } from './legacy-tool.ts';

export const sqlx: LegacyTool = {
  tool: 'sqlx or Diesel',
  tables: [{ name: '_sqlx_migrations' }, { name: '__diesel_schema_migrations' }],
  place: (path) => (path.endsWith('diesel.toml') ? path : null),
  commands: ['sqlx migrate', 'diesel migration'],
  says: 'migrations of sqlx or Diesel',
};
