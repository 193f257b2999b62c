/** How is dbmate recognised, and how is its history read? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';
import { between, numberedSql, of, sameNumber } from './reading.ts';
import { framed } from './writing.ts';

export const dbmate: LegacyTool = {
  tool: 'dbmate',
  tables: [],
  place: (path) => (/^\d+_.+\.sql$/.test(base(path)) ? parent(path) : null),
  marks: ['-- migrate:up'],
  commands: ['dbmate'],
  says: 'dbmate',
  writes: { text: framed('-- migrate:up', '-- migrate:down') },
  history: {
    fits: ({ name }, columns) => name === 'schema_migrations' && columns.length === 1 && columns[0] === 'version',
    order: ['version'],
    row: (values) => ({ version: of(values, 'version'), name: null, at: null, checksum: null, applied: true }),
    file: numberedSql,
    closeness: (row, file) => (row.version === file.version ? 3 : sameNumber(row.version, file.version) ? 1 : 0),
    up: (text) => between(text, '-- migrate:up', '-- migrate:down'),
  },
};
