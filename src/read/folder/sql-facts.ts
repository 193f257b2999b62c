/** What do SQL files say? PostgreSQL's own parser (libpg-query, WASM) is loaded when there is a text for it. */
import type { SqlFacts } from '../../model/sql.ts';
import { factsOf } from '../../sql/facts.ts';
import { sqlParser } from './sql-parser.ts';

/** Facts of a megabyte of dense SQL take about half a second of CPU and 50 MB, so what is larger is only cut into statements. In UTF-16 units. */
const LARGEST_FILE = 8 * 1024 * 1024;
const LARGEST_FOLDER = 16 * 1024 * 1024;

/** By path. A file that is too large has `unparsed`. */
export async function readSqlFacts(files: readonly { path: string; text: string }[]): Promise<Map<string, SqlFacts>> {
  const facts = new Map<string, SqlFacts>();
  let left = LARGEST_FOLDER;
  for (const { path, text } of files) {
    if (text.length > LARGEST_FILE) facts.set(path, factsOf(text, null, `it is larger than ${megabytes(LARGEST_FILE)}`));
    else if (text.length > left) {
      facts.set(path, factsOf(text, null, `the files together are larger than ${megabytes(LARGEST_FOLDER)}`));
    } else {
      left -= text.length;
      facts.set(path, factsOf(text, await sqlParser()));
    }
  }
  return facts;
}

const megabytes = (units: number): string => `${units / 1024 / 1024} MB`;
