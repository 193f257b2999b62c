/** What Tidemark changed, newest first, of files and databases together. */
import type { Command, KeptReceipt } from '../model/index.ts';

export interface ReceiptsData {
  /** Newest first. */
  receipts: KeptReceipt[];
}

export default {
  name: 'receipts',
  says: 'what Tidemark changed, newest first, of files and databases together',
  changes: false,
  flags: [],
  sees: ['project', 'environments', 'receipts', 'histories', 'started'],
  think(read) {
    const kept = read.receipts?.ok ? [...read.receipts.value].reverse() : [];
    const unread = read.histories?.ok
      ? [...read.histories.value].flatMap(([name, r]) =>
          r.ok ? [] : [{ what: `receipts in ${name}`, why: r.why, environment: name, rules: [] }],
        )
      : [];
    const data: ReceiptsData = { receipts: kept };
    const n = data.receipts.length;
    return {
      kind: 'report',
      exit: unread.length > 0 ? 1 : 0,
      verdict: n === 0 ? 'There is no receipt.' : `${n} ${n === 1 ? 'receipt' : 'receipts'}.`,
      findings: [],
      unchecked: unread,
      data,
    };
  },
} satisfies Command<ReceiptsData>;
