/** How is Prisma Migrate recognised? */
import { folderIn, type LegacyTool } from './legacy-tool.ts';

export const prisma: LegacyTool = {
  tool: 'Prisma',
  tables: [{ name: '_prisma_migrations' }],
  place: (path) =>
    path.endsWith('/migration.sql') || path.endsWith('/migration_lock.toml') ? folderIn(path, 'prisma/migrations') : null,
  commands: ['prisma migrate', 'prisma db push'],
  says: 'Prisma Migrate',
};
