/** How is dbmate recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const dbmate: LegacyTool = {
  tool: 'dbmate',
  tables: [],
  place: (path) => (/^\d+_.+\.sql$/.test(base(path)) ? parent(path) : null),
  marks: ['-- migrate:up'],
  commands: ['dbmate'],
  says: 'dbmate',
};
