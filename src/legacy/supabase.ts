/** How are Supabase's own migrations recognised, and how is its history read? */
import { base, folderIn, type LegacyTool, parent } from './legacy-tool.ts';
import { numberedSql, of, sameNumber } from './reading.ts';

export const supabase: LegacyTool = {
  tool: 'Supabase',
  tables: [{ schema: 'supabase_migrations', name: 'schema_migrations' }],
  place: (path) => (path.endsWith('.sql') ? folderIn(path, 'supabase/migrations') : null),
  commands: ['supabase db push', 'supabase migration', 'supabase db reset'],
  says: "Supabase's own migrations",
  writes: { mark: ({ version }) => `npx supabase migration repair --status applied ${version}` },
  history: {
    fits: ({ schema, name }) => schema === 'supabase_migrations' && name === 'schema_migrations',
    order: ['version'],
    // Its version is when the file was made; when it ran is not kept, nor whether `migration repair` wrote the row.
    row: (values) => ({ version: of(values, 'version'), name: of(values, 'name'), at: null, checksum: null, applied: true }),
    file: (path) => (base(parent(parent(path))) === 'supabase' && base(parent(path)) === 'migrations' ? numberedSql(path) : null),
    closeness: (row, file) => (row.version === file.version ? 3 : sameNumber(row.version, file.version) ? 1 : 0),
  },
};
