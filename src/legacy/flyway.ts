/** How is Flyway recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const flyway: LegacyTool = {
  tool: 'Flyway',
  tables: [{ name: 'flyway_schema_history' }, { name: 'schema_version', columns: ['installed_rank'] }],
  place: (path) => {
    if (base(path) === 'flyway.conf' || base(path) === 'flyway.toml') return path;
    return /^[VUR][\d._]*__.+\.sql$/.test(base(path)) ? parent(path) : null;
  },
  commands: ['flyway '],
  says: 'Flyway',
};
