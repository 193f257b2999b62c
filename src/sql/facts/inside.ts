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

/** A tree still to be looked at, with the WITH queries it can see, and whether it runs when the statement does. */
interface Rest {
  tree: Tree | readonly unknown[];
  withs: Names;
  runs: boolean;
}

const NONE: Names = new Set();
const CHANGES = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);
/** Their inner statements are kept for later. */
const DEFERS = new Set(['RuleStmt', 'CreateFunctionStmt', 'PrepareStmt', 'ViewStmt']);

/** Fields that hold a relation's name which is no table. */
const NO_TABLE = new Set(['typevar', 'sequence', 'view']);

/** Kept apart from recursion: generated SQL nests thousands deep. */
export function inside(node: Node): Inside {
  const tables = new Set<string>();
  const calls: Body<'FuncCall'>[] = [];
  let changesRows = false;
  const rest: Rest[] = [{ tree: node as Tree, withs: NONE, runs: true }];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { tree, withs, runs } = next;
    if (Array.isArray(tree)) {
      for (let i = tree.length - 1; i >= 0; i -= 1) if (isTree(tree[i])) rest.push({ tree: tree[i], withs, runs });
      continue;
    }
    const object = tree as Tree;
    if (typeof object['relname'] === 'string' && 'relpersistence' in object) {
      if (object['schemaname'] !== undefined || !withs.has(object['relname'])) tables.add(dotted(relationName(object)));
      continue;
    }
    const seen = withQueries(object, withs, runs, rest);
    const keys = Object.keys(object);
    for (let i = keys.length - 1; i >= 0; i -= 1) {
      const key = keys[i]!;
      const value = object[key];
      if (!isTree(value) || NO_TABLE.has(key) || key === 'withClause') continue;
      if (key === 'FuncCall') calls.push(value as Body<'FuncCall'>);
      if (CHANGES.has(key)) {
        changesRows ||= runs;
        // The target is a table even when a WITH query has its name.
        tables.add(dotted(relationName(value['relation'] as RangeVar)));
      }
      if (key === 'relation' && isNoTable(object)) continue;
      if (key === 'DropStmt') for (const name of droppedTables(value as Body<'DropStmt'>)) tables.add(name);
      if (key === 'CommentStmt') for (const name of commentedTable(value as Body<'CommentStmt'>)) tables.add(name);
      const kept = DEFERS.has(key) || (key === 'ExplainStmt' && !analyzes(value as Body<'ExplainStmt'>));
      rest.push({ tree: value, withs: seen, runs: runs && !kept });
    }
  }
  return { tables: [...tables], calls, changesRows };
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** Pushes the WITH queries, each with the names that it can see, and gives the names that the statement around them sees. */
function withQueries(object: Tree, withs: Names, runs: boolean, rest: Rest[]): Names {
  const clause = object['withClause'] as Body<'WithClause'> | undefined;
  if (!clause) return withs;
  const names = new Set(withs);
  const queries: Rest[] = [];
  for (const cte of clause.ctes ?? []) {
    if (!('CommonTableExpr' in cte)) continue;
    queries.push({ tree: cte as Tree, withs: clause.recursive ? names : new Set(names), runs });
    names.add(cte.CommonTableExpr.ctename ?? '');
  }
  rest.push(...queries.reverse());
  return names;
}

const NO_TABLES = new Set(['OBJECT_INDEX', 'OBJECT_SEQUENCE', 'OBJECT_TYPE', 'OBJECT_VIEW', 'OBJECT_MATVIEW']);

/** ALTER INDEX, ALTER SEQUENCE …: the relation they name is of another kind. */
const isNoTable = (object: Tree): boolean =>
  [object['objtype'], object['renameType'], object['objectType'], object['relationType']].some((type) =>
    NO_TABLES.has(String(type)),
  ) || object['kind'] === 'REINDEX_OBJECT_INDEX';

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
