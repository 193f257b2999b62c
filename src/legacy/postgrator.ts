/** How is Postgrator recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const postgrator: LegacyTool = {
  tool: 'Postgrator',
  tables: [{ name: 'schemaversion', columns: ['version', 'md5'] }],
  place: (path) => {
    if (/^\.postgratorrc(\.|$)/.test(base(path))) return path;
    return /^\d+\.(do|undo)(\..+)?\.(sql|[cm]?[jt]s)$/.test(base(path)) ? parent(path) : null;
  },
  commands: ['postgrator'],
  says: 'Postgrator',
};
