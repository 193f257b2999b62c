/** Everything that we say about one statement. */
import type { Statement } from '../../model/sql.ts';
import { changesData, lastingSetting } from './data.ts';
import { inside } from './inside.ts';
import { locksOf } from './locks.ts';
import { objectsOf } from './objects.ts';
import { traceOf } from './trace.ts';
import { control, nonTransactional, sessionChange } from './transaction.ts';
import { dotted, type Node, nameOf, nodeName, texts } from './tree.ts';

/** Where a statement stands in its file. */
export type Where = Pick<Statement, 'chunk' | 'offset' | 'length' | 'line'>;

export function statementOf(node: Node, where: Where): Statement {
  const within = inside(node);
  const alone = nonTransactional(node);
  const ends = control(node);
  const session = sessionChange(node) ?? lastingSetting(within.calls);
  const value = 'AlterEnumStmt' in node ? node.AlterEnumStmt : undefined;
  return {
    ...where,
    node: nodeName(node),
    ...objectsOf(node),
    ...(alone === undefined ? {} : { nonTransactional: alone, trace: traceOf(node) }),
    ...(ends === undefined ? {} : { control: ends }),
    ...(session === undefined ? {} : { session }),
    // With oldVal it is RENAME VALUE.
    ...(value?.newVal !== undefined && value.oldVal === undefined
      ? { addsEnumValue: { type: dotted(nameOf(texts(value.typeName))), value: value.newVal } }
      : {}),
    data: changesData(node, within),
    locks: locksOf(node),
    tables: within.tables,
  };
}

/** What the lexer alone can say: that it is there. It may do anything, so `data` is true. */
export const unreadStatement = (where: Where): Statement => ({
  ...where,
  node: '',
  creates: [],
  drops: [],
  data: true,
  locks: [],
  tables: [],
});
