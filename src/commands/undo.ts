/** Reverses one applied plan, to the byte and the row, or says what changed since. */

import { nearest } from '../base/nearest.ts';
import { Problem } from '../base/problem.ts';
import type { Command, Evidence, KeptReceipt } from '../model/index.ts';
import { invert } from '../plans/invert.ts';

export default {
  name: 'undo',
  says: 'reverse one applied plan by its receipt',
  changes: true,
  positionals: [{ name: 'receipt', says: 'the id that the change printed; npx tidemark receipts lists them' }],
  flags: [],
  sees: ['project', 'environments', 'receipts', 'histories', 'servers', 'started'],
  think(read, args) {
    const id = args.positionals[0] ?? '';
    const receipts = read.receipts?.ok ? read.receipts.value : [];
    const kept = receipts.find((k) => k.receipt.id === id);
    if (!kept) throw unknown(id, receipts);
    if (kept.undoneBy) {
      throw new Problem('already-undone', `${id} was taken back already, by ${kept.undoneBy}.`, {
        why: 'An undo is a change like any other, with a receipt of its own.',
        fix: `To do ${id} again: npx tidemark undo ${kept.undoneBy}`,
      });
    }
    const { plan } = kept.receipt;
    later(kept, receipts);
    const environment = nowCalled(kept, read.environments?.ok ? read.environments.value.map((e) => e.name) : []);
    const reverse = invert(kept.receipt, environment);
    if (!reverse) {
      const why = plan.undo.by === 'nothing' ? plan.undo.why : '';
      throw new Problem('cannot-undo', `${id} (${plan.command}) cannot be undone.`, {
        why,
        fix: plan.command === 'migrate' ? 'Write a new migration that takes it back.' : 'npx tidemark doctor',
      });
    }
    if (environment) sameHistory(id, environment, reverse, read);
    return {
      kind: 'proposal',
      verdict: `${id} is taken back.`,
      plan: { plan: reverse },
      findings: [],
      unchecked: [],
      data: { receipt: id, undoes: plan.command },
    };
  },
} satisfies Command<{ receipt: string; undoes: string }>;

/** What a later change did on top has to be taken back first. */
function later({ receipt }: KeptReceipt, receipts: readonly KeptReceipt[]): void {
  const after = receipts.slice(receipts.findIndex((k) => k.receipt.id === receipt.id) + 1);
  const over = after.filter(
    (k) => !k.undoneBy && !k.receipt.plan.undoes && touches(k).some((place) => touches({ receipt }).includes(place)),
  );
  const [last] = over.slice(-1);
  if (!last) return;
  const names = over.map((k) => k.receipt.id);
  throw new Problem(
    'changed-since',
    `${names.join(' and ')} changed the same ${names.length === 1 ? 'place' : 'places'} after ${receipt.id}.`,
    {
      why: `Taking ${receipt.id} back under ${names.length === 1 ? 'it' : 'them'} would lose what came later. Nothing was changed.`,
      fix: [...names.reverse(), receipt.id].map((id) => `npx tidemark undo ${id}`).join('\n'),
    },
  );
}

/** Files and history tables, as texts that can be compared. */
const touches = ({ receipt: { plan } }: Pick<KeptReceipt, 'receipt'>): string[] =>
  plan.steps.flatMap((s) =>
    s.kind === 'file'
      ? [s.path]
      : [`${plan.environment ?? ''}:${s.kind === 'history' ? `${s.table.schema}.${s.table.name}` : 'sql'}`],
  );

/** The environment may have got another name since; the receipt lies in its database. */
function nowCalled({ receipt: { plan }, in: { databases } }: KeptReceipt, configured: readonly string[]): string | undefined {
  if (!plan.environment || configured.includes(plan.environment)) return plan.environment;
  return databases.length === 1 ? databases[0] : plan.environment;
}

function unknown(id: string, receipts: readonly KeptReceipt[]): Problem {
  const ids = receipts.map((k) => k.receipt.id);
  const near = nearest(id, ids);
  return new Problem('unknown-receipt', `There is no receipt ${id || '(none was given)'}.`, {
    why:
      ids.length > 0
        ? `There are: ${ids.slice(-8).join(', ')}. Receipts of databases that were not read are not among them.`
        : 'Neither .tidemark/receipts nor the databases that were read hold one.',
    fix: near ? `npx tidemark undo ${near}` : 'npx tidemark receipts',
  });
}

/** Refused with the difference, before anything is asked. */
function sameHistory(
  id: string,
  environment: string,
  reverse: { assumes: readonly { kind: string }[] },
  read: { histories?: Evidence['histories'] extends infer H ? { ok: true; value: H } | { ok: false; why: string } : never },
): void {
  const history = read.histories?.ok ? read.histories.value.get(environment) : undefined;
  if (!history?.ok) {
    throw new Problem('environment-not-read', `${id} changed ${environment}, which was not read.`, {
      why: history ? history.why : 'It is not configured, or another environment was chosen.',
      fix: `npx tidemark undo ${id} -e ${environment}`,
    });
  }
  for (const a of reverse.assumes as readonly {
    kind: string;
    table?: { schema: string; name: string };
    print?: string | null;
  }[]) {
    if (a.kind !== 'history' || !a.table) continue;
    const found = [history.value.table, ...history.value.others].find(
      (t) => t?.schema === a.table?.schema && t?.name === a.table?.name,
    );
    if ((found?.print ?? null) === a.print) continue;
    throw new Problem('changed-since', `The history of ${environment} changed after ${id}.`, {
      why: `${a.table.schema}.${a.table.name} holds ${found ? `${found.rows.length} rows that are not the ones ${id} left` : 'nothing: it is gone'}. Taking ${id} back would lose what came later.`,
      fix: 'npx tidemark receipts\nTake back what came later first (npx tidemark undo <receipt>), or mend forward: npx tidemark doctor',
    });
  }
}
