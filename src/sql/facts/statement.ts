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
  const { creates, drops } = objectsOf(node);
  const { chunk, offset, length, line } = where;
  const statement: Statement = {
    chunk,
    offset,
    length,
    line,
    node: nodeName(node),
    creates,
    drops,
    data: changesData(node, within),
    locks: locksOf(node),
    tables: within.tables,
  };
  const alone = nonTransactional(node);
  if (alone !== undefined) {
    statement.nonTransactional = alone;
    statement.trace = traceOf(node);
  }
  const ends = control(node);
  if (ends !== undefined) statement.control = ends;
  const session = sessionChange(node) ?? lastingSetting(within.calls);
  if (session !== undefined) statement.session = session;
  const value = 'AlterEnumStmt' in node ? node.AlterEnumStmt : undefined;
  // With oldVal it is RENAME VALUE.
  if (value?.newVal !== undefined && value.oldVal === undefined)
    statement.addsEnumValue = { type: dotted(nameOf(texts(value.typeName))), value: value.newVal };
  return statement;
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
