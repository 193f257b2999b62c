/** How is node-pg-migrate recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const nodePgMigrate: LegacyTool = {
  tool: 'node-pg-migrate',
  tables: [{ name: 'pgmigrations', columns: ['run_on'] }],
  place: (path) =>
    /^\d{13,17}_.+\.([cm]?[jt]s|sql)$/.test(base(path)) && base(parent(path)) === 'migrations' ? parent(path) : null,
  marks: ['pgm.', 'node-pg-migrate', '-- Up Migration'],
  commands: ['node-pg-migrate'],
  says: 'node-pg-migrate',
};
