/** What PostgreSQL's own parser says about one SQL file. Advisory: display, lint and suspicion, never state. */

export interface ObjectRef {
  kind: 'table' | 'column' | 'index' | 'type' | 'view' | 'schema' | 'sequence' | 'function' | 'extension' | 'constraint';
  /** Schema as written; empty when unqualified. */
  schema: string;
  name: string;
  /** For columns and constraints: their table's name. */
  of?: string;
}

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
  control?: 'begin' | 'commit' | 'rollback' | 'savepoint';
  /** `SET` without LOCAL, `set_config(…, false)`, SET ROLE …: what it leaves behind. */
  session?: string;
  /** ALTER TYPE … ADD VALUE. */
  addsEnumValue?: { type: string; value: string };
  /** Writes rows (INSERT, UPDATE, DELETE, MERGE, COPY FROM), or may (DO, SELECT of a function). */
  data: boolean;
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
