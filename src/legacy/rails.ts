/** How are Rails' migrations recognised, and how is its history read? */
import { base, folderIn, type LegacyTool } from './legacy-tool.ts';
import { numberOf, of } from './reading.ts';

export const rails: LegacyTool = {
  tool: 'Rails',
  tables: [{ name: 'ar_internal_metadata' }],
  place: (path) => (path.endsWith('.rb') ? folderIn(path, 'db/migrate') : null),
  commands: ['rails db:', 'rake db:'],
  says: "Rails' migrations",
  history: {
    // Rails keeps a second table beside it; without its files it cannot be told from dbmate's.
    fits: ({ name }, columns) => name === 'schema_migrations' && columns.length === 1 && columns[0] === 'version',
    order: ['version'],
    row: (values) => ({ version: of(values, 'version'), name: null, at: null, checksum: null, applied: true }),
    file: (path) => {
      const folder = path.endsWith('.rb') ? folderIn(path, 'db/migrate') : null;
      return folder === null ? null : { folder, version: numberOf(base(path)), name: base(path) };
    },
    closeness: (row, file) => (row.version === file.version ? 3 : 0),
    up: () => null,
  },
};
