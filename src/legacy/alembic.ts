/** How is Alembic recognised? */
import { base, type LegacyTool } from './legacy-tool.ts';

export const alembic: LegacyTool = {
  tool: 'Alembic',
  tables: [{ name: 'alembic_version' }],
  place: (path) => (base(path) === 'alembic.ini' ? path : null),
  commands: ['alembic '],
  says: 'Alembic',
};
