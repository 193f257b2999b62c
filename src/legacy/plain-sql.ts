/** How is a hand-made runner of numbered SQL files recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

const FOLDERS = new Set(['migrations', 'migration', 'migrate']);

export const plainSql: LegacyTool = {
  tool: 'plain SQL',
  tables: [{ name: 'schema_migrations' }],
  place: (path) => (/^\d{1,14}[_.-].+\.sql$/i.test(base(path)) && FOLDERS.has(base(parent(path))) ? parent(path) : null),
  commands: [],
  says: 'a folder of numbered SQL files with a runner of their own',
};
