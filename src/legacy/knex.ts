/** How is Knex recognised? */
import { base, type LegacyTool } from './legacy-tool.ts';

export const knex: LegacyTool = {
  tool: 'Knex',
  tables: [{ name: 'knex_migrations' }, { name: 'knex_migrations_lock' }],
  place: (path) => (/^knexfile\.[cm]?[jt]s$/.test(base(path)) ? path : null),
  commands: ['knex migrate'],
  says: 'Knex migrations',
};
