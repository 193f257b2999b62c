/** How is Knex recognised, and how is its history read? */
import { base, type LegacyTool } from './legacy-tool.ts';
import { of, programFile, withoutExtension } from './reading.ts';

export const knex: LegacyTool = {
  tool: 'Knex',
  tables: [{ name: 'knex_migrations' }, { name: 'knex_migrations_lock' }],
  place: (path) => (/^knexfile\.[cm]?[jt]s$/.test(base(path)) ? path : null),
  commands: ['knex migrate'],
  says: 'Knex migrations',
  creates: 'npx knex migrate:make reconcile',
  history: {
    fits: ({ name }, columns) =>
      name !== 'knex_migrations_lock' && ['name', 'batch', 'migration_time'].every((c) => columns.includes(c)),
    order: ['id'],
    row: (values) => ({
      version: null,
      name: of(values, 'name'),
      at: of(values, 'migration_time'),
      checksum: null,
      applied: true,
    }),
    file: programFile,
    closeness: (row, file) =>
      row.name === file.name ? 3 : withoutExtension(row.name ?? '') === withoutExtension(file.name) ? 2 : 0,
  },
};
