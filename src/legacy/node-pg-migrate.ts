/** How is node-pg-migrate recognised, and how is its history read? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';
import { between, compareNumbers, numberedSql, numberOf, of, programFile, withoutExtension } from './reading.ts';
import { framed } from './writing.ts';

export const nodePgMigrate: LegacyTool = {
  tool: 'node-pg-migrate',
  tables: [{ name: 'pgmigrations', columns: ['run_on'] }],
  place: (path) =>
    /^\d{13,17}_.+\.([cm]?[jt]s|sql)$/.test(base(path)) && base(parent(path)) === 'migrations' ? parent(path) : null,
  marks: ['pgm.', 'node-pg-migrate', '-- Up Migration'],
  commands: ['node-pg-migrate'],
  says: 'node-pg-migrate',
  writes: {
    text: framed('-- Up Migration', '-- Down Migration'),
    mark: () => 'npx node-pg-migrate up --fake',
  },
  creates: 'npx node-pg-migrate create reconcile',
  history: {
    fits: ({ name }, columns) => name === 'pgmigrations' && ['name', 'run_on'].every((c) => columns.includes(c)),
    order: ['run_on', 'id'],
    row: (values) => ({ version: null, name: of(values, 'name'), at: of(values, 'run_on'), checksum: null, applied: true }),
    file: (path) => {
      const found = path.endsWith('.down.sql') ? null : (programFile(path) ?? numberedSql(path));
      return found && { folder: found.folder, version: null, name: withoutExtension(path).replace(/\.up$/, '') };
    },
    compare: (a, b) => compareNumbers(numberOf(a.name) ?? '', numberOf(b.name) ?? '') || (a.name < b.name ? -1 : 1),
    closeness: (row, file) => (row.name === file.name ? 3 : 0),
    up: (text) => between(text, '-- up migration', '-- down migration') ?? { offset: 0, length: text.length },
  },
};
