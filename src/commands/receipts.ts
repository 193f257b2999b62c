/** What Tidemark changed, newest first, of files and databases together. */
import type { Command } from '../model/index.ts';

export interface ReceiptsData {
  receipts: { id: string; command: string; environment?: string; at: string; by: string; in: string[]; undoneBy?: string; undoes?: string; steps: string[]; undo: string }[];
}

export default {
  name: 'receipts',
  says: 'what Tidemark changed, newest first, of files and databases together',
  changes: false,
  flags: [],
  sees: ['project', 'environments', 'receipts', 'histories', 'started'],
  think(read) {
    const kept = read.receipts?.ok ? [...read.receipts.value].reverse() : [];
    const unread = read.histories?.ok ? [...read.histories.value].flatMap(([name, r]) => (r.ok ? [] : [{ what: `receipts in ${name}`, why: r.why, environment: name, rules: [] }])) : [];
    const data: ReceiptsData = {
      receipts: kept.map(({ receipt: r, in: where, undoneBy }) => ({
        id: r.id,
        command: r.plan.command,
        ...(r.plan.environment ? { environment: r.plan.environment } : {}),
        at: r.at,
        by: r.by,
        in: [...(where.files ? ['.tidemark/receipts'] : []), ...where.databases],
        ...(undoneBy ? { undoneBy } : {}),
        ...(r.plan.undoes ? { undoes: r.plan.undoes } : {}),
        steps: r.plan.steps.map((s) => s.says),
        undo: r.plan.undo.by === 'receipt' ? `npx tidemark undo ${r.id}` : r.plan.undo.why,
      })),
    };
    const n = data.receipts.length;
    return { kind: 'report', exit: unread.length > 0 ? 1 : 0, verdict: n === 0 ? 'Tidemark has changed nothing here.' : `${n} ${n === 1 ? 'receipt' : 'receipts'}.`, findings: [], unchecked: unread, data };
  },
} satisfies Command<ReceiptsData>;
