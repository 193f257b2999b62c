/** How is Umzug recognised, and how is its history read? */
import { base, type LegacyTool } from './legacy-tool.ts';
import { sequelizeHistory } from './sequelize.ts';

export const umzug: LegacyTool = {
  tool: 'Umzug',
  tables: [{ name: 'umzug_migrations' }, { name: 'umzug_meta' }],
  place: (path) => (/(umzug|migrat)[^/]*\.[cm]?[jt]s$/.test(base(path)) ? path : null),
  marks: ['new Umzug', "'umzug'", '"umzug"'],
  commands: ['umzug'],
  says: 'Umzug',
  writes: {},
  // Its store for Sequelize is the one that sequelize-cli uses, so only the table's name differs.
  history: {
    ...sequelizeHistory,
    fits: ({ name }, columns) => (name === 'umzug_migrations' || name === 'umzug_meta') && columns.includes('name'),
  },
};
