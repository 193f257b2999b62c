/** Options of foreign things: which may be shown, and what of the others is said. */
import { literal } from '../sql/quote.ts';

/** Wrappers are written by anybody and keep keys and passwords in options of their own naming, so only these values are read. */
const HARMLESS = [
  'analyze_sampling',
  'application_name',
  'async_capable',
  'batch_size',
  'column_name',
  'connect_timeout',
  'dbname',
  'delimiter',
  'encoding',
  'escape',
  'extensions',
  'fdw_startup_cost',
  'fdw_tuple_cost',
  'fetch_size',
  'filename',
  'force_not_null',
  'force_null',
  'format',
  'header',
  'host',
  'hostaddr',
  'keep_connections',
  'null',
  'parallel_abort',
  'parallel_commit',
  'port',
  'quote',
  'schema_name',
  'sslmode',
  'table_name',
  'truncatable',
  'updatable',
  'use_remote_estimate',
  'user',
];

const isHarmless = (option: string): string => `split_part(${option}, '=', 1) in (${HARMLESS.map(literal).join(', ')})`;

/** `host=db, password`: values of the harmless ones, of the others that they are there. null: there are none. */
export const options = (column: string): string =>
  `(select string_agg(case when ${isHarmless('o')} then o else split_part(o, '=', 1) end, ', ' order by o collate "C") from unnest(${column}) o)`;

/** How many values of an option list were not read. */
export const withheld = (column: string): string => `(select count(*) from unnest(${column}) o where not ${isHarmless('o')})`;
