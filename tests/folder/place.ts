/** A throw-away project on the real disk. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes each text at its path below a new folder, which goes when the test ends. */
export function project(files: Record<string, string | Uint8Array> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'tidemark-folder-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  put(root, files);
  return root;
}

export function put(root: string, files: Record<string, string | Uint8Array>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

export const journalText = (entries: unknown): string =>
  JSON.stringify({ version: '7', dialect: 'postgresql', entries }, null, 2);

export const entry = (idx: number, tag: string, when = 1_700_000_000_000 + idx * 1000) => ({
  idx,
  version: '7',
  when,
  tag,
  breakpoints: true,
});

export const four = (n: number): string => String(n).padStart(4, '0');
