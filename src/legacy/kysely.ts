/** How are Kysely's migrations recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const kysely: LegacyTool = {
  tool: 'Kysely',
  tables: [{ name: 'kysely_migration' }, { name: 'kysely_migration_lock' }],
  place: (path) => (/^\d+.*\.[cm]?[jt]s$/.test(base(path)) && base(parent(path)) === 'migrations' ? parent(path) : null),
  marks: ["'kysely'", '"kysely"'],
  commands: ['kysely migrate', 'kysely-migration'],
  says: "Kysely's migrations",
};
