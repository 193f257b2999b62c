/** What PostgreSQL's own parser says about one SQL file. Advisory: display, lint and suspicion, never state. */

export interface ObjectRef {
  kind: 'table' | 'column' | 'index' | 'type' | 'view' | 'schema' | 'sequence' | 'function' | 'extension' | 'constraint';
  /** Schema as written; empty when unqualified. */
  schema: string;
  name: string;
  /** For columns and constraints: their table's name. */
  of?: string;
}

/** A relation as it is written; `schema` is empty when the search path decides. */
export interface RelationName {
  schema: string;
  name: string;
}

/** Who has to wait while it is held: everybody (ACCESS EXCLUSIVE), or those who write. */
export interface LockNeed {
  relation: RelationName;
  stops: 'readers' | 'writers';
}

export type Trace =
  /** `name` is null where PostgreSQL picks one. */
  | { kind: 'index'; name: string | null; table: RelationName }
  | { kind: 'dropped-index'; index: RelationName }
  | { kind: 'reindexed'; relation: RelationName }
  | { kind: 'detached'; table: RelationName; partition: RelationName }
  /** Running it again does the same once more. */
  | { kind: 'repeatable' }
  /** The catalog does not tell. */
  | { kind: 'untraced' };

export interface Statement {
  /** Chunk between breakpoints, from 0. */
  chunk: number;
  /** UTF-16 offset and length in the file. */
  offset: number;
  length: number;
  line: number;
  /** The parse tree's node: `CreateStmt`, `AlterTableStmt` … */
  node: string;
  creates: ObjectRef[];
  drops: ObjectRef[];
  /** Why it cannot run in a transaction block, in PostgreSQL's words; undefined when it can. */
  nonTransactional?: string;
  /** With `nonTransactional`: how the catalog shows whether it was done. */
  trace?: Trace;
  control?: 'begin' | 'commit' | 'rollback' | 'savepoint';
  /** `SET` without LOCAL, `set_config(…, false)`, SET ROLE …: what it leaves behind. */
  session?: string;
  /** ALTER TYPE … ADD VALUE. */
  addsEnumValue?: { type: string; value: string };
  /** Writes rows (INSERT, UPDATE, DELETE, MERGE, COPY FROM), or may (DO, SELECT of a function). */
  data: boolean;
  /** Locks for which others wait. */
  locks: LockNeed[];
  /** Tables it names anywhere, as `schema.name` or `name`. */
  tables: string[];
}

export interface Chunk {
  offset: number;
  length: number;
  line: number;
  empty: boolean;
  onlyComments: boolean;
  /** Statements in it, when it parses. */
  statements: number;
  /** The parser's refusal. */
  error?: { message: string; line: number; offset: number };
}

export interface SqlFacts {
  chunks: Chunk[];
  statements: Statement[];
  /** The whole file without breakpoints parses although a chunk does not: a breakpoint cuts a literal, body or comment. */
  wholeParses: boolean;
  /** psql meta-commands (`\restrict`) and COPY … FROM stdin data, by line. */
  psql: { line: number; text: string }[];
  /** All of it, but for a byte order mark in front. */
  parses: boolean;
  /** SHA-256 over the statements' meanings; null when the file does not parse. Worked out when it is asked for: it takes a second parse. */
  readonly meaning: string | null;
  /** Why the parser did not read it (all of it): then statements without a `node` come from the lexer alone. */
  unparsed?: string;
}
