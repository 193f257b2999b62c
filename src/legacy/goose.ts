/** How is goose recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const goose: LegacyTool = {
  tool: 'goose',
  tables: [{ name: 'goose_db_version' }],
  place: (path) => (/^\d+_.+\.sql$/.test(base(path)) ? parent(path) : null),
  marks: ['-- +goose Up'],
  commands: ['goose '],
  says: 'goose',
};
