/** May a statement write rows, and does a set_config in it outlive the transaction? */
import type { Inside } from './inside.ts';
import { type Body, type Node, nameOf, nodeName, type Readers, readWith, texts } from './tree.ts';

/** Functions of PostgreSQL's own that write nothing; any other may. */
const READ_ONLY = new Set(
  `abs age array_agg array_length array_position array_remove array_to_string avg bool_and bool_or btrim cardinality ceil
   char_length clock_timestamp concat concat_ws count current_database current_schema current_schemas current_setting
   date_part date_trunc decode dense_rank encode every extract first_value floor format format_type gen_random_uuid
   generate_series greatest has_column_privilege has_schema_privilege has_table_privilege initcap json_agg json_build_array
   json_build_object jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array
   jsonb_build_object jsonb_each jsonb_each_text jsonb_object_keys jsonb_set jsonb_typeof lag last_value lead least left
   length lower lpad ltrim make_date max md5 min mod now nullif obj_description octet_length overlay pg_backend_pid
   pg_column_size pg_get_constraintdef pg_get_functiondef pg_get_indexdef pg_get_serial_sequence pg_get_viewdef
   pg_relation_size pg_size_pretty pg_sleep pg_table_size pg_total_relation_size pg_typeof position power random rank
   regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table repeat replace reverse right
   round row_number row_to_json rpad rtrim set_config sha256 split_part sqrt starts_with statement_timestamp string_agg
   string_to_array strpos substr substring sum timezone to_char to_date to_json to_jsonb to_number to_regclass to_regtype
   to_timestamp to_tsquery to_tsvector transaction_timestamp trim trunc unnest upper uuidv4 uuidv7 version`
    .split('\n')
    .flatMap((line) => line.trim().split(' ')),
);

const nameOfCall = (call: Body<'FuncCall'>) => nameOf(texts(call.funcname));

function mayWrite(call: Body<'FuncCall'>): boolean {
  const { schema, name } = nameOfCall(call);
  return (schema !== '' && schema !== 'pg_catalog') || !READ_ONLY.has(name);
}

/** Those that run a query, so that what the query calls is called now. */
const QUERIES = new Set(['SelectStmt', 'CreateTableAsStmt', 'CopyStmt', 'DeclareCursorStmt', 'ExplainStmt']);

const WRITES: Readers<boolean> = {
  CopyStmt: (s) => s.is_from === true,
  TruncateStmt: () => true,
  DoStmt: () => true,
  CallStmt: () => true,
  ExecuteStmt: () => true,
};

export const changesData = (node: Node, { changesRows, calls }: Inside): boolean =>
  changesRows || readWith(WRITES, node) === true || (QUERIES.has(nodeName(node)) && calls.some(mayWrite));

/** `set_config('search_path')` for the first call that is not surely local to the transaction. */
export function lastingSetting(calls: readonly Body<'FuncCall'>[]): string | undefined {
  for (const call of calls) {
    const { schema, name } = nameOfCall(call);
    if (name !== 'set_config' || (schema !== '' && schema !== 'pg_catalog')) continue;
    if (isTrue(call.args?.[2])) continue;
    const setting = constant(call.args?.[0])?.sval?.sval;
    return setting === undefined ? 'set_config' : `set_config('${setting}')`;
  }
  return undefined;
}

function constant(node: Node | undefined): Body<'A_Const'> | undefined {
  if (!node) return undefined;
  if ('TypeCast' in node) return constant(node.TypeCast.arg);
  return 'A_Const' in node ? node.A_Const : undefined;
}

const TRUE = new Set(['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']);

function isTrue(node: Node | undefined): boolean {
  const value = constant(node);
  return value?.boolval?.boolval === true || TRUE.has(value?.sval?.sval?.trim().toLowerCase() ?? '');
}
