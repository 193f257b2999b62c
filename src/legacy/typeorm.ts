/** How are TypeORM's migrations recognised, and how is its history read? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';
import { compareNumbers, isProgram, of } from './reading.ts';

export const typeorm: LegacyTool = {
  tool: 'TypeORM',
  tables: [{ name: 'migrations', columns: ['id', 'timestamp', 'name'] }, { name: 'typeorm_metadata' }],
  place: (path) => (/^\d{10,14}-.+\.[cm]?[jt]s$/.test(base(path)) ? parent(path) : null),
  marks: ['MigrationInterface', 'QueryRunner'],
  commands: ['typeorm migration', 'typeorm-ts-node', 'typeorm schema:sync'],
  says: "TypeORM's migrations",
  creates: 'npx typeorm migration:create reconcile',
  history: {
    fits: ({ name }, columns) =>
      name !== 'typeorm_metadata' && columns.length === 3 && ['id', 'timestamp', 'name'].every((c) => columns.includes(c)),
    order: ['timestamp', 'id'],
    row: (values) => ({ version: of(values, 'timestamp'), name: of(values, 'name'), at: null, checksum: null, applied: true }),
    file: (path) => {
      const match = /^(\d{10,14})-(.+)\.[^.]+$/.exec(base(path));
      return match?.[1] && match[2] && isProgram(path) ? { folder: parent(path), version: match[1], name: match[2] } : null;
    },
    compare: (a, b) => compareNumbers(a.version ?? '', b.version ?? '') || (a.path < b.path ? -1 : 1),
    // The row holds the class's name, by convention the file's with the stamp behind it.
    closeness: (row, file) =>
      row.version !== file.version ? 0 : letters(row.name) === letters(file.name + file.version) ? 3 : 1,
  },
};

const letters = (name: string | null): string => (name ?? '').toLowerCase().replaceAll(/[^a-z0-9]/g, '');
