/** Words that were found once, as a text to keep. */
import { keep, kept } from '../kept-file.ts';
import type { Words } from './respell.ts';

const MOST = 200;

type Kept = [engine: string, texts: [string, string | null][]];

export function keptWords(folder: string, key: string): Words | null {
  const body = kept(folder, 'words', key);
  if (body === null) return null;
  const [engine, texts] = JSON.parse(body) as Kept;
  return { engine, texts: new Map(texts) };
}

export const keepWords = (folder: string, key: string, { engine, texts }: Words): ReturnType<typeof keep> =>
  keep(folder, 'words', key, JSON.stringify([engine, [...texts]] satisfies Kept), MOST);
