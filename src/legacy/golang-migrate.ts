/** How is golang-migrate recognised, and how is its history read? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';
import { compareNumbers, of, sameNumber } from './reading.ts';

export const golangMigrate: LegacyTool = {
  tool: 'golang-migrate',
  tables: [{ name: 'schema_migrations', columns: ['version', 'dirty'] }],
  place: (path) => (/^\d+_.+\.(up|down)\.sql$/.test(base(path)) ? parent(path) : null),
  commands: ['migrate -path', 'migrate -source', 'migrate -database'],
  says: 'golang-migrate',
  writes: { mark: ({ version, folder }) => `migrate -path ${folder} -database "$DATABASE_URL" force ${version}` },
  history: {
    fits: (_, columns) => columns.length === 2 && columns.includes('version') && columns.includes('dirty'),
    order: ['version'],
    row: (values) => {
      const dirty = of(values, 'dirty') === 't';
      const base = { version: of(values, 'version'), name: null, at: null, checksum: null, applied: !dirty };
      return dirty ? { ...base, why: 'dirty: it began, and how it ended is not known' } : base;
    },
    file: (path) => {
      const match = /^(\d+)_(.+)\.up\.sql$/.exec(base(path));
      return match?.[1] && match[2] ? { folder: parent(path), version: match[1], name: match[2] } : null;
    },
    compare: (a, b) => compareNumbers(a.version ?? '', b.version ?? ''),
    closeness: (row, file) => (sameNumber(row.version, file.version) ? 3 : 0),
    // The table holds the newest version alone; `migrate force` writes it without running anything.
    standing: ({ version }, rows) => {
      const row = rows.at(-1);
      if (row?.version == null || version === null) return undefined;
      const side = compareNumbers(version, row.version);
      if (side > 0) return { row: null, state: 'not-recorded' };
      if (side === 0)
        return { row, state: row.applied ? 'recorded' : 'not-recorded', ...(row.why !== undefined && { why: row.why }) };
      return { row, state: 'recorded', why: `the table holds the newest version alone, and ${version} is older` };
    },
  },
};
