/** How are Rails' migrations recognised? */
import { folderIn, type LegacyTool } from './legacy-tool.ts';

export const rails: LegacyTool = {
  tool: 'Rails',
  tables: [{ name: 'ar_internal_metadata' }],
  place: (path) => (path.endsWith('.rb') ? folderIn(path, 'db/migrate') : null),
  commands: ['rails db:', 'rake db:'],
  says: "Rails' migrations",
};
