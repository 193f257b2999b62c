/** How is db-migrate recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const dbMigrate: LegacyTool = {
  tool: 'db-migrate',
  tables: [{ name: 'migrations', columns: ['name', 'run_on'] }],
  place: (path) => (/^\d{14}-.+\.js$/.test(base(path)) ? parent(path) : null),
  marks: ['db-migrate', 'dbmigrate'],
  commands: ['db-migrate '],
  says: 'db-migrate',
};
