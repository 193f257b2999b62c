/** How is golang-migrate recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const golangMigrate: LegacyTool = {
  tool: 'golang-migrate',
  tables: [{ name: 'schema_migrations', columns: ['version', 'dirty'] }],
  place: (path) => (/^\d+_.+\.(up|down)\.sql$/.test(base(path)) ? parent(path) : null),
  commands: ['migrate -path', 'migrate -source', 'migrate -database'],
  says: 'golang-migrate',
};
