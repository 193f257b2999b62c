/** What does a small file beside the project say? */
import { readFileSync } from 'node:fs';
import { got, type Read } from '../model/read.ts';
import { errnoOf } from './errno.ts';

/** A BOM is dropped. */
export function textOf(path: string): Read<string> {
  try {
    return got(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    return { ok: false, why: errnoOf(error) };
  }
}
