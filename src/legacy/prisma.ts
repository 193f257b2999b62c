/** How is Prisma Migrate recognised, and how is its history read? */
import { base, folderIn, type LegacyTool } from './legacy-tool.ts';
import { of } from './reading.ts';

export const prisma: LegacyTool = {
  tool: 'Prisma',
  tables: [{ name: '_prisma_migrations' }],
  place: (path) =>
    path.endsWith('/migration.sql') || path.endsWith('/migration_lock.toml') ? folderIn(path, 'prisma/migrations') : null,
  commands: ['prisma migrate', 'prisma db push'],
  says: 'Prisma Migrate',
  writes: { mark: ({ name }) => `npx prisma migrate resolve --applied ${name}` },
  history: {
    fits: ({ name }, columns) =>
      name === '_prisma_migrations' || ['migration_name', 'finished_at', 'rolled_back_at'].every((c) => columns.includes(c)),
    order: ['started_at'],
    row: (values) => {
      const name = of(values, 'migration_name');
      const finished = of(values, 'finished_at');
      const undone = of(values, 'rolled_back_at');
      const applied = finished !== null && undone === null;
      // `migrate resolve --applied` writes 0 steps, a run at least 1.
      const marked = applied && of(values, 'applied_steps_count') === '0';
      return {
        version: null,
        name,
        at: finished ?? of(values, 'started_at'),
        checksum: of(values, 'checksum'),
        applied,
        ...(marked && { marked, why: 'marked as applied with migrate resolve: applied_steps_count is 0' }),
        ...(undone !== null && { why: `marked as rolled back at ${undone}` }),
        ...(finished === null && undone === null && { why: 'it began and did not finish' }),
      };
    },
    file: (path) => {
      const match = /^(?:(.*)\/)?([^/]+)\/migration\.sql$/.exec(path);
      const [, folder, name] = match ?? [];
      return name !== undefined && folder !== undefined && base(folder) === 'migrations' ? { folder, version: null, name } : null;
    },
    closeness: (row, file) => (row.name === file.name ? 3 : 0),
    // Prisma takes either kind of line ends for the same text.
    checksum: ({ content }) => (content.ok ? [content.value.hash, content.value.plainHash, content.value.crlfHash] : []),
  },
};
