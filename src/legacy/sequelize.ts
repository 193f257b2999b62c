/** How are Sequelize's migrations recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const sequelize: LegacyTool = {
  tool: 'Sequelize',
  tables: [{ name: 'SequelizeMeta' }, { name: 'SequelizeData' }],
  place: (path) => {
    if (base(path) === '.sequelizerc') return path;
    return /^\d{14}-.+\.[cm]?[jt]s$/.test(base(path)) ? parent(path) : null;
  },
  marks: ['queryInterface', 'Sequelize', 'migrations-path', 'path.resolve'],
  commands: ['sequelize db:', 'sequelize-cli'],
  says: "Sequelize's migrations",
};
