/** How is Sqitch recognised? */
import { base, type LegacyTool } from './legacy-tool.ts';

export const sqitch: LegacyTool = {
  tool: 'Sqitch',
  tables: [{ schema: 'sqitch' }],
  place: (path) => (base(path) === 'sqitch.plan' || base(path) === 'sqitch.conf' ? path : null),
  commands: ['sqitch '],
  says: 'Sqitch',
};
