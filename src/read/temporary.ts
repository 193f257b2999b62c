/** A folder among the temporary ones for as long as it is needed: gone when a signal ends the process too, and after a crash with the next one. */
import { promises as fs, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alive } from '../drivers/folder-lock.ts';
import { onEnd } from '../drivers/interrupts.ts';
import { errnoOf } from './errno.ts';

const PREFIX = 'tidemark-work-';

export async function inTemporary<T>(act: (folder: string) => Promise<T>): Promise<T> {
  for (const left of leftBehind(PREFIX)) removeNow(left);
  // At once: a signal between the folder and who knows of it would leave it there.
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const off = onEnd(() => removeNow(folder));
  try {
    return await act(folder);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
    off();
  }
}

/** Who may still write in it is ending; what cannot be removed even so is taken away by a later run. */
export function removeNow(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch (error) {
    errnoOf(error);
  }
}

/** Absolute paths of folders `<prefix><pid>-…` of processes that are gone. `uid`: whose they are; what others made is not ours to touch. */
export function leftBehind(prefix: string, uid = process.getuid?.()): string[] {
  return readdirSync(tmpdir()).flatMap((name) => {
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!name.startsWith(prefix) || !Number.isInteger(pid) || pid < 1 || alive(pid)) return [];
    const place = join(tmpdir(), name);
    const found = lstatSync(place, { throwIfNoEntry: false });
    return found?.isDirectory() && (uid === undefined || found.uid === uid) ? [place] : [];
  });
}
