/** How are Supabase's own migrations recognised? */
import { folderIn, type LegacyTool } from './legacy-tool.ts';

export const supabase: LegacyTool = {
  tool: 'Supabase',
  tables: [{ schema: 'supabase_migrations', name: 'schema_migrations' }],
  place: (path) => (path.endsWith('.sql') ? folderIn(path, 'supabase/migrations') : null),
  commands: ['supabase db push', 'supabase migration', 'supabase db reset'],
  says: "Supabase's own migrations",
};
