/** What does a statement that no transaction can hold leave in the catalog, so that it can say after a crash whether it is done? */
import type { Trace } from '../../model/sql.ts';
import { wordsOf } from '../words.ts';
import { each, type Node, objectName, type Readers, readWith, relationName } from './tree.ts';

const READERS: Readers<Trace> = {
  IndexStmt: (s) => ({ kind: 'index', name: s.idxname ?? null, table: relationName(s.relation) }),
  DropStmt: (s) => ({ kind: 'dropped-index', index: objectName(s.objects?.[0]) }),
  ReindexStmt: (s) => (s.relation ? { kind: 'reindexed', relation: relationName(s.relation) } : { kind: 'repeatable' }),
  AlterTableStmt: (s) => {
    for (const { def } of each(s.cmds, 'AlterTableCmd'))
      if (def && 'PartitionCmd' in def)
        return { kind: 'detached', table: relationName(s.relation), partition: relationName(def.PartitionCmd.name) };
    return { kind: 'untraced' };
  },
  VacuumStmt: () => ({ kind: 'repeatable' }),
  ClusterStmt: () => ({ kind: 'repeatable' }),
  AlterSystemStmt: () => ({ kind: 'repeatable' }),
  DiscardStmt: () => ({ kind: 'repeatable' }),
};

/** For statements of which `nonTransactional` says why they stand alone. */
export const traceOf = (node: Node): Trace => readWith(READERS, node) ?? { kind: 'untraced' };

const ENDS = new Set(['commit', 'rollback']);

/** A DO block that commits or rolls back: PostgreSQL lets it do so only outside a transaction block. */
export function endsTransactions(node: Node): boolean {
  if (!('DoStmt' in node)) return false;
  for (const { defname, arg } of each(node.DoStmt.args, 'DefElem')) {
    if (defname !== 'as' || !arg || !('String' in arg)) continue;
    const words = wordsOf(arg.String.sval ?? '').filter((w) => w.kind === 'word');
    // ON COMMIT DROP belongs to a temporary table.
    if (words.some(({ text }, i) => ENDS.has(text) && words[i - 1]?.text !== 'on')) return true;
  }
  return false;
}
