/** How are TypeORM's migrations recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const typeorm: LegacyTool = {
  tool: 'TypeORM',
  tables: [{ name: 'migrations', columns: ['id', 'timestamp', 'name'] }, { name: 'typeorm_metadata' }],
  place: (path) => (/^\d{10,14}-.+\.[cm]?[jt]s$/.test(base(path)) ? parent(path) : null),
  marks: ['MigrationInterface', 'QueryRunner'],
  commands: ['typeorm migration', 'typeorm-ts-node', 'typeorm schema:sync'],
  says: "TypeORM's migrations",
};
