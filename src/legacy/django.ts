/** How are Django's migrations recognised? */
import { base, type LegacyTool, parent } from './legacy-tool.ts';

export const django: LegacyTool = {
  tool: 'Django',
  tables: [{ name: 'django_migrations' }],
  place: (path) => (/^\d{4}_.+\.py$/.test(base(path)) && base(parent(path)) === 'migrations' ? parent(path) : null),
  marks: ['django'],
  commands: ['manage.py migrate'],
  says: "Django's migrations",
};
