/** How is a script recognised that a team wrote to run or mend migrations? */
import { base, type LegacyTool } from './legacy-tool.ts';

const SCRIPT = /migrat[^/]*\.([cm]?[jt]sx?|sh|py|rb)$/i;
const TEST = /\.(test|spec)\.|(^|\/)(tests?|__tests__)\//;

export const handMade: LegacyTool = {
  tool: 'hand-made script',
  tables: [],
  place: (path) => (SCRIPT.test(base(path)) && !TEST.test(path) ? path : null),
  marks: ['__drizzle_migrations', 'schema_migrations', '_journal.json', 'migrationsFolder', 'already exists'],
  commands: [],
  says: 'a script of the team that runs or mends migrations',
};

/** Drizzle's own migrate function with a folder, which its documentation recommends: no system of its own. */
export function isStockRunner(text: string): boolean {
  const own = ['__drizzle_migrations', 'schema_migrations', '_journal.json', 'already exists'];
  return /drizzle-orm\/[\w/-]+\/migrator/.test(text) && !own.some((mark) => text.includes(mark));
}
