/** Which recorded texts differ from the folder's files, and what did the edit change? Git is asked only when a hash fits no file. */
import { looksHashed } from '../../compare/history/recorded-hash.ts';
import type { Edit, Edits, GitText, Migration, Read, Standing } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { statementDifference } from '../../sql/facts/difference.ts';
import { meaningOf } from '../../sql/facts.ts';
import { readGit } from '../git/git.ts';
import { readGitTexts } from '../git/git-texts.ts';
import { sqlParser } from './sql-parser.ts';

/** Both texts together, in UTF-16 units: parsing takes about a second a megabyte. */
const LARGEST = 2 * 1024 * 1024;

export async function readEdits(root: string, out: string, standings: ReadonlyMap<string, Read<Standing>>): Promise<Edits> {
  const recorded = new Map<string, Migration | null>();
  for (const read of standings.values()) {
    if (!read.ok) continue;
    for (const { hash } of read.value.orphans)
      if (hash !== null && looksHashed(hash)) recorded.set(hash, recorded.get(hash) ?? null);
    for (const { migration, rows } of read.value.migrations) {
      for (const { row, faults } of rows) {
        if (
          row.hash !== null &&
          looksHashed(row.hash) &&
          (faults.includes('hash-unknown') || faults.includes('hash-of-earlier-text'))
        )
          recorded.set(row.hash, migration);
      }
    }
  }
  if (recorded.size === 0) return { texts: new Map(), edits: [] };
  const git = await readGit(root, out, new Set(recorded.keys()));
  const texts = new Map<string, GitText>(git.ok ? git.value.texts : []);
  const missing = new Set([...recorded.keys()].filter((hash) => !texts.has(hash)));
  // A row may be another folder's of the same project.
  const beside = git.ok && missing.size > 0 ? await readGitTexts(root, '.', missing) : null;
  if (beside?.ok) for (const [hash, text] of beside.value.texts) texts.set(hash, text);
  const edits: Edit[] = [];
  for (const [hash, migration] of recorded) if (migration) edits.push(await editOf(migration, hash, texts.get(hash)));
  const why = git.ok ? git.value.textsCut : git.why;
  return { texts, edits, ...(why === undefined ? {} : { why }) };
}

async function editOf({ name, sql }: Migration, hash: string, was: GitText | undefined): Promise<Edit> {
  if (!was || !sql.ok) return { migration: name, hash, kind: 'unknown', difference: [] };
  const now = sql.value.text;
  if (was.text.length + now.length > LARGEST)
    return {
      migration: name,
      hash,
      kind: 'unknown',
      difference: ['the texts are too large to be compared statement by statement'],
    };
  const parser = await sqlParser();
  const meaning = meaningOf(now, parser);
  if (meaning !== null && meaning === meaningOf(was.text, parser))
    return { migration: name, hash, kind: 'cosmetic', difference: [] };
  return { migration: name, hash, kind: 'semantic', difference: statementDifference(was.text, now, parser) };
}

/** Nothing can be said about edits where no history was read. */
export const editsOf = async (
  root: string,
  out: string,
  standings: Read<ReadonlyMap<string, Read<Standing>>>,
): Promise<Read<Edits>> => (standings.ok ? got(await readEdits(root, out, standings.value)) : standings);
