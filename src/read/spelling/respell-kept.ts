/** Words that were found once, on disk: by a hash of all that they depend on. Deleting them costs time only. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../base/fingerprint.ts';
import { errnoOf } from '../errno.ts';
import type { Words } from './respell.ts';

/** The oldest go when there are more. */
const MOST = 200;

const fileOf = (folder: string, key: string): string => join(folder, `words-${key.slice(0, 32)}.json`);

/** null: there are none, or the file is not whole. */
export function keptWords(folder: string, key: string): Words | null {
  let text: string;
  try {
    text = readFileSync(fileOf(folder, key), 'utf8');
  } catch (error) {
    return unreadable(errnoOf(error));
  }
  const [sum = '', own = ''] = text.slice(0, 129).split('\n');
  const body = text.slice(sum.length + own.length + 2);
  return own === key && sum === sha256(body) ? decoded(JSON.parse(body) as Kept) : null;
}

type Kept = [engine: string, texts: [string, string | null][]];

const decoded = ([engine, texts]: Kept): Words => ({ engine, texts: new Map(texts) });

/** Whatever the reason is, they are found anew. */
const unreadable = (_why: string): null => null;

/** Where it cannot be written the next run is as slow as this one, and no less right. */
export function keepWords(folder: string, key: string, words: Words): { kept: true } | { kept: false; why: string } {
  const body = JSON.stringify([words.engine, [...words.texts]] satisfies Kept);
  const path = fileOf(folder, key);
  const making = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(making, `${sha256(body)}\n${key}\n${body}`, { mode: 0o600 });
    renameSync(making, path);
    const all = readdirSync(folder).filter((name) => name.startsWith('words-') && name.endsWith('.json'));
    const times = all.map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs })).sort((a, b) => a.at - b.at);
    for (const { name } of times.slice(0, Math.max(0, all.length - MOST))) rmSync(join(folder, name), { force: true });
    return { kept: true };
  } catch (error) {
    rmSync(making, { force: true });
    return { kept: false, why: errnoOf(error) };
  }
}
