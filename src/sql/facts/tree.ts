/** What does a parse tree look like, who makes one, and how do we take names out of it? */
import type { Node, RangeVar, RawStmt } from 'libpg-query';

export type { Node, RangeVar };

/**
 * A tree; or PostgreSQL's refusal, `at` counted in characters from 0; or, when the parser itself could not
 * (`why`), no word about the text. Tree positions are UTF-8 bytes.
 */
export type Parsed =
  | { ok: true; statements: RawStmt[] }
  | { ok: false; message: string; at: number }
  | { ok: false; why: string };

/** PostgreSQL's own parser; read/folder/sql-facts loads it. */
export interface Parser {
  parse(sql: string): Parsed;
}

type Keys<U> = U extends unknown ? keyof U : never;
export type NodeName = Keys<Node>;
export type Body<K extends NodeName> = Extract<Node, Record<K, unknown>>[K];

/** One reader per kind of statement; kinds without a reader say nothing. */
export type Readers<R> = { readonly [K in NodeName]?: (body: Body<K>) => R };

/** A node is an object with one key, its kind. */
export function nodeName(node: Node): NodeName {
  for (const name in node) return name as NodeName;
  throw new TypeError('a node without a kind');
}

/** What the reader of this node's kind makes of it. */
export function readWith<R>(readers: Readers<R>, node: Node): R | undefined {
  const name = nodeName(node);
  const reader = readers[name] as ((body: unknown) => R) | undefined;
  return reader?.((node as { readonly [name: string]: unknown })[name]);
}

/** The bodies of those nodes that are of one kind. */
export function* each<K extends NodeName>(nodes: readonly Node[] | undefined, kind: K): Generator<Body<K>> {
  for (const node of nodes ?? []) {
    const body = (node as { readonly [name: string]: unknown })[kind];
    if (body !== undefined) yield body as Body<K>;
  }
}

export const texts = (nodes: readonly Node[] | undefined): string[] => [...each(nodes, 'String')].map((s) => s.sval ?? '');

export interface Name {
  schema: string;
  name: string;
}

/** `["app", "users"]` → app.users; a database's name in front is dropped. */
export const nameOf = (parts: readonly string[]): Name => ({ schema: parts.at(-2) ?? '', name: parts.at(-1) ?? '' });
export const relationName = (relation: RangeVar | undefined): Name => ({
  schema: relation?.schemaname ?? '',
  name: relation?.relname ?? '',
});
export const dotted = ({ schema, name }: Name): string => (schema ? `${schema}.${name}` : name);

/** The name in what DROP, RENAME and SET SCHEMA hold: a list of names, a type, a routine with arguments, or one name. */
export function objectName(node: Node | undefined): Name {
  if (!node) return nameOf([]);
  if ('List' in node) return nameOf(texts(node.List.items));
  if ('TypeName' in node) return nameOf(texts(node.TypeName.names));
  if ('ObjectWithArgs' in node) return nameOf(texts(node.ObjectWithArgs.objname));
  return nameOf(texts([node]));
}

/** An option's value as text; undefined when the option is not given, '' when it is given without a value. */
export function option(options: readonly Node[] | undefined, name: string): string | undefined {
  for (const { defname, arg } of each(options, 'DefElem')) {
    if (defname !== name) continue;
    if (!arg) return '';
    if ('Boolean' in arg) return String(arg.Boolean.boolval ?? false);
    if ('Integer' in arg) return String(arg.Integer.ival ?? 0);
    if ('TypeName' in arg) return texts(arg.TypeName.names).at(-1) ?? '';
    return texts([arg])[0] ?? '';
  }
  return undefined;
}

/** How PostgreSQL reads a boolean option: given without a value it is on. */
export function switchedOn(options: readonly Node[] | undefined, name: string, unset = false): boolean {
  const value = option(options, name)?.toLowerCase();
  return value === undefined ? unset : value === '' || value === 'true' || value === 'on' || value === '1';
}
