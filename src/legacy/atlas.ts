/** How is Atlas recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const atlas: LegacyTool = {
  tool: 'Atlas',
  tables: [{ schema: 'atlas_schema_revisions' }, { name: 'atlas_schema_revisions' }],
  place: (path) => (base(path) === 'atlas.hcl' ? path : base(path) === 'atlas.sum' ? parent(path) : null),
  commands: ['atlas migrate', 'atlas schema'],
  says: 'Atlas',
};
