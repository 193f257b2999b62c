/** How is Liquibase recognised? */
import { base, type LegacyTool } from './legacy-tool.ts';

export const liquibase: LegacyTool = {
  tool: 'Liquibase',
  tables: [{ name: 'databasechangelog' }, { name: 'databasechangeloglock' }, { name: 'DATABASECHANGELOG' }],
  place: (path) =>
    base(path) === 'liquibase.properties' || /changelog[^/]*\.(xml|ya?ml|json|sql)$/.test(base(path)) ? path : null,
  marks: ['databaseChangeLog', 'liquibase', 'changeLogFile'],
  commands: ['liquibase '],
  says: 'Liquibase',
};
