/** How is goose recognised, and how is its history read? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';
import { between, compareNumbers, numberedSql, of, sameNumber } from './reading.ts';

export const goose: LegacyTool = {
  tool: 'goose',
  tables: [{ name: 'goose_db_version' }],
  place: (path) => (/^\d+_.+\.sql$/.test(base(path)) ? parent(path) : null),
  marks: ['-- +goose Up'],
  commands: ['goose '],
  says: 'goose',
  writes: {
    // It cuts a file at semicolons, also inside a function's body.
    text: (statements) =>
      ['-- +goose Up', ...statements.flatMap((s) => ['-- +goose StatementBegin', s, '-- +goose StatementEnd']), ''].join('\n'),
  },
  history: {
    fits: (_, columns) => ['version_id', 'is_applied', 'tstamp'].every((c) => columns.includes(c)),
    order: ['id'],
    row: (values) => {
      const version = of(values, 'version_id');
      const applied = of(values, 'is_applied') === 't';
      // Version 0 is written when the table is made.
      if (version === '0') return null;
      const row = { version, name: null, at: of(values, 'tstamp'), checksum: null, applied };
      return applied ? row : { ...row, why: 'its is_applied is false: it was taken back' };
    },
    file: (path) => {
      const match = /^(\d+)_(.+)\.go$/.exec(base(path));
      const sql = numberedSql(path);
      if (sql) return sql;
      return match?.[1] && match[2] ? { folder: parent(path), version: match[1], name: match[2] } : null;
    },
    compare: (a, b) => compareNumbers(a.version ?? '', b.version ?? ''),
    closeness: (row, file) => (sameNumber(row.version, file.version) ? 3 : 0),
    lastDecides: true,
    up: (text) => between(text, '-- +goose up', '-- +goose down'),
  },
};
