/** What does a statement name and call anywhere inside it: relations, functions, statements that change rows? */
import { type Body, dotted, type Node, nameOf, type RangeVar, relationName, texts } from './tree.ts';

export interface Inside {
  /** `schema.name` or `name`, each once. */
  tables: string[];
  calls: Body<'FuncCall'>[];
  /** INSERT, UPDATE, DELETE or MERGE runs with it, also in a WITH query or under EXPLAIN ANALYZE. */
  changesRows: boolean;
}

type Tree = { readonly [key: string]: unknown };
type Names = ReadonlySet<string>;

/** What WITH queries are seen from a tree, and whether it runs when the statement does. */
interface View {
  withs: Names;
  runs: boolean;
}

/** Trees still to be looked at, and in the same places how they are seen: pairs would be an object more for each. */
interface Rest {
  trees: (Tree | readonly unknown[])[];
  views: View[];
}

const NONE: Names = new Set();
const CHANGES = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);
/** Their inner statements are kept for later. */
const DEFERS = new Set(['RuleStmt', 'CreateFunctionStmt', 'PrepareStmt', 'ViewStmt']);

/** WITH queries are looked at by themselves; then fields that hold a relation's name which is no table, and nodes that hold no others. */
const PASSED_OVER = new Set(['withClause', 'typevar', 'sequence', 'view', 'String', 'A_Const', 'ColumnRef']);

/** Nearly all keys are none of these. */
const TELLING = new Set([
  ...PASSED_OVER,
  ...CHANGES,
  ...DEFERS,
  'relation',
  'FuncCall',
  'DropStmt',
  'CommentStmt',
  'ExplainStmt',
]);

/** Kept apart from recursion: generated SQL nests thousands deep. */
export function inside(node: Node): Inside {
  const tables = new Set<string>();
  const calls: Body<'FuncCall'>[] = [];
  let changesRows = false;
  const rest: Rest = { trees: [node as Tree], views: [{ withs: NONE, runs: true }] };
  for (let tree = rest.trees.pop(); tree; tree = rest.trees.pop()) {
    const view = rest.views.pop()!;
    if (Array.isArray(tree)) {
      for (let i = tree.length - 1; i >= 0; i -= 1) if (isTree(tree[i]) && !('String' in tree[i])) later(rest, tree[i], view);
      continue;
    }
    const object = tree as Tree;
    if (typeof object['relname'] === 'string' && 'relpersistence' in object) {
      if (object['schemaname'] !== undefined || !view.withs.has(object['relname'])) tables.add(dotted(relationName(object)));
      continue;
    }
    const seen = withQueries(object, view, rest);
    const keys = Object.keys(object);
    for (let i = keys.length - 1; i >= 0; i -= 1) {
      const key = keys[i]!;
      const value = object[key];
      if (!isTree(value)) continue;
      if (!TELLING.has(key)) {
        later(rest, value, seen);
        continue;
      }
      if (PASSED_OVER.has(key) || (key === 'relation' && isNoTable(object))) continue;
      if (key === 'FuncCall') calls.push(value as Body<'FuncCall'>);
      if (CHANGES.has(key)) {
        changesRows ||= view.runs;
        // The target is a table even when a WITH query has its name.
        tables.add(dotted(relationName(value['relation'] as RangeVar)));
      }
      if (key === 'DropStmt') for (const name of droppedTables(value as Body<'DropStmt'>)) tables.add(name);
      if (key === 'CommentStmt') for (const name of commentedTable(value as Body<'CommentStmt'>)) tables.add(name);
      const kept = view.runs && (DEFERS.has(key) || (key === 'ExplainStmt' && !analyzes(value as Body<'ExplainStmt'>)));
      later(rest, value, kept ? { withs: seen.withs, runs: false } : seen);
    }
  }
  return { tables: [...tables], calls, changesRows };
}

function later({ trees, views }: Rest, tree: Tree, view: View): void {
  trees.push(tree);
  views.push(view);
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** Keeps the WITH queries for later, each with the names that it can see, and gives what the statement around them sees. */
function withQueries(object: Tree, view: View, rest: Rest): View {
  const clause = object['withClause'] as Body<'WithClause'> | undefined;
  if (!clause) return view;
  const names = new Set(view.withs);
  const queries: [Tree, View][] = [];
  for (const cte of clause.ctes ?? []) {
    if (!('CommonTableExpr' in cte)) continue;
    queries.push([cte as Tree, { withs: clause.recursive ? names : new Set(names), runs: view.runs }]);
    names.add(cte.CommonTableExpr.ctename ?? '');
  }
  for (const [tree, seen] of queries.reverse()) later(rest, tree, seen);
  return { withs: names, runs: view.runs };
}

const NO_TABLES: ReadonlySet<unknown> = new Set([
  'OBJECT_INDEX',
  'OBJECT_SEQUENCE',
  'OBJECT_TYPE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
]);

/** ALTER INDEX, ALTER SEQUENCE …: the relation they name is of another kind. */
const isNoTable = (object: Tree): boolean =>
  NO_TABLES.has(object['objtype']) ||
  NO_TABLES.has(object['renameType']) ||
  NO_TABLES.has(object['objectType']) ||
  NO_TABLES.has(object['relationType']) ||
  object['kind'] === 'REINDEX_OBJECT_INDEX';

/** DROP TABLE names its tables in lists; of a trigger, policy or rule the table stands before the last name. */
function droppedTables({ removeType, objects }: Body<'DropStmt'>): string[] {
  const lists = (objects ?? []).map((object) => ('List' in object ? texts(object.List.items) : []));
  if (removeType === 'OBJECT_TABLE' || removeType === 'OBJECT_FOREIGN_TABLE') return lists.map((parts) => dotted(nameOf(parts)));
  const onTable = removeType === 'OBJECT_TRIGGER' || removeType === 'OBJECT_POLICY' || removeType === 'OBJECT_RULE';
  return onTable ? lists.map((parts) => dotted(nameOf(parts.slice(0, -1)))) : [];
}

/** COMMENT ON TABLE names it whole; a column, constraint, trigger, policy or rule of it comes as a last name. */
function commentedTable({ objtype, object }: Body<'CommentStmt'>): string[] {
  if (!object || !('List' in object)) return [];
  const parts = texts(object.List.items);
  if (objtype === 'OBJECT_TABLE') return [dotted(nameOf(parts))];
  return objtype === 'OBJECT_COLUMN' || objtype === 'OBJECT_TABCONSTRAINT' ? [dotted(nameOf(parts.slice(0, -1)))] : [];
}

const analyzes = (explain: Body<'ExplainStmt'>): boolean =>
  (explain.options ?? []).some((o) => 'DefElem' in o && o.DefElem.defname === 'analyze');
