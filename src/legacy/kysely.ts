/** How are Kysely's migrations recognised, and how is its history read? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';
import { isProgram, of, withoutExtension } from './reading.ts';

export const kysely: LegacyTool = {
  tool: 'Kysely',
  tables: [{ name: 'kysely_migration' }, { name: 'kysely_migration_lock' }],
  place: (path) => (/^\d+.*\.[cm]?[jt]s$/.test(base(path)) && base(parent(path)) === 'migrations' ? parent(path) : null),
  marks: ["'kysely'", '"kysely"'],
  commands: ['kysely migrate', 'kysely-migration'],
  says: "Kysely's migrations",
  creates: 'npx kysely migrate:make reconcile',
  history: {
    fits: ({ name }, columns) =>
      name !== 'kysely_migration_lock' && columns.length === 2 && ['name', 'timestamp'].every((c) => columns.includes(c)),
    order: ['timestamp', 'name'],
    row: (values) => ({ version: null, name: of(values, 'name'), at: of(values, 'timestamp'), checksum: null, applied: true }),
    // Any name will do: Kysely runs all that lies in the folder, in alphabetical order.
    file: (path) => (isProgram(path) ? { folder: parent(path), version: null, name: withoutExtension(path) } : null),
    closeness: (row, file) => (row.name === file.name ? 3 : 0),
  },
};
