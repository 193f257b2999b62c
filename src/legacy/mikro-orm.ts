/** How are MikroORM's migrations recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const mikroOrm: LegacyTool = {
  tool: 'MikroORM',
  tables: [{ name: 'mikro_orm_migrations' }],
  place: (path) => (/^Migration\d{14}.*\.[cm]?[jt]s$/.test(base(path)) ? parent(path) : null),
  commands: ['mikro-orm migration'],
  says: "MikroORM's migrations",
};
