/** How is Graphile Migrate recognised? */
import { base, type LegacyTool } from './legacy-tool.ts';

export const graphileMigrate: LegacyTool = {
  tool: 'Graphile Migrate',
  tables: [{ schema: 'graphile_migrate' }],
  place: (path) => (/^\.gmrc(\.js|\.json)?$/.test(base(path)) ? path : null),
  commands: ['graphile-migrate'],
  says: 'Graphile Migrate',
};
