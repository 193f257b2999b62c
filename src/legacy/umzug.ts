/** How is Umzug recognised? */
import { base, type LegacyTool } from './legacy-tool.ts';

export const umzug: LegacyTool = {
  tool: 'Umzug',
  tables: [{ name: 'umzug_migrations' }, { name: 'umzug_meta' }],
  place: (path) => (/(umzug|migrat)[^/]*\.[cm]?[jt]s$/.test(base(path)) ? path : null),
  marks: ['new Umzug', "'umzug'", '"umzug"'],
  commands: ['umzug'],
  says: 'Umzug',
};
