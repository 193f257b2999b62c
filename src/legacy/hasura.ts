/** How are Hasura's migrations recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const hasura: LegacyTool = {
  tool: 'Hasura',
  tables: [{ schema: 'hdb_catalog' }],
  place: (path) => (/^(up|down)\.sql$/.test(base(path)) && /^\d{13}_/.test(base(parent(path))) ? parent(parent(path)) : null),
  commands: ['hasura migrate'],
  says: "Hasura's migrations",
};
