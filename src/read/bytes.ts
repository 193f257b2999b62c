/** What bytes lie at these paths, and with which permission bits? */
import { readFileSync, statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { got, type Read } from '../model/read.ts';
import { errnoOf } from './errno.ts';

export interface FileBytes {
  bytes: Uint8Array;
  mode: number;
}

/** Node makes no string of more than 512 MB, and nobody means a file of this size to be a migration. */
const LARGEST = 256 * 1024 * 1024;

/** One file, symbolic links followed. A pipe, socket or device is never opened: that could wait for ever. */
export function readBytes(path: string): Read<FileBytes> {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return { ok: false, why: 'EISDIR: it is a folder, not a file' };
    if (!stat.isFile()) return { ok: false, why: 'it is a pipe, socket or device, not a file' };
    if (stat.size > LARGEST)
      return { ok: false, why: `EFBIG: it has ${stat.size} bytes, more than the ${LARGEST} that are read` };
    return got({ bytes: readFileSync(path), mode: stat.mode & 0o7777 });
  } catch (error) {
    return { ok: false, why: errnoOf(error) };
  }
}

/**
 * Many files, handed over one by one so that nobody holds them all. Reading through Node's thread pool costs ten times
 * the CPU of reading in place; the pause lets sockets have their turn.
 */
export async function readEach<T>(paths: readonly T[], at: (item: T) => string, take: (item: T, read: Read<FileBytes>) => void) {
  let since = 0;
  for (const item of paths) {
    const read = readBytes(at(item));
    take(item, read);
    since += 8192 + (read.ok ? read.value.bytes.length : 0);
    if (since < 1_000_000) continue;
    since = 0;
    await setImmediate();
  }
}
