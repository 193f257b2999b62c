/** How are Sequelize's migrations recognised, and how is its history read? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';
import { type FileName, type LegacyReading, numberedSql, of, programFile, withoutExtension } from './reading.ts';

export const sequelizeHistory: LegacyReading = {
  fits: ({ name }, columns) => name === 'SequelizeMeta' && columns.includes('name'),
  order: ['name'],
  row: (values) => ({ version: null, name: of(values, 'name'), at: of(values, 'createdAt'), checksum: null, applied: true }),
  file: (path) => programFile(path) ?? withName(numberedSql(path), base(path)),
  closeness: (row, file) =>
    row.name === file.name ? 3 : withoutExtension(row.name ?? '') === withoutExtension(file.name) ? 2 : 0,
};

export const sequelize: LegacyTool = {
  tool: 'Sequelize',
  tables: [{ name: 'SequelizeMeta' }, { name: 'SequelizeData' }],
  place: (path) => {
    if (base(path) === '.sequelizerc') return path;
    return /^\d{14}-.+\.[cm]?[jt]s$/.test(base(path)) ? parent(path) : null;
  },
  marks: ['queryInterface', 'Sequelize', 'migrations-path', 'path.resolve'],
  commands: ['sequelize db:', 'sequelize-cli'],
  says: "Sequelize's migrations",
  writes: {},
  creates: 'npx sequelize-cli migration:generate --name reconcile',
  history: sequelizeHistory,
};

/** Umzug records SQL files by their whole names too. */
const withName = (file: FileName | null, name: string): FileName | null =>
  file && !/\.down\.sql$|^down\//.test(name) ? { folder: file.folder, version: null, name } : null;
