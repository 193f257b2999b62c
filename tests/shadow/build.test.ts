/** What one build of Tidemark kept is not taken by another: what it knows may have been wrong. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { replayOf } from '../../src/read/replay/replay.ts';
import { openShadow } from '../../src/read/shadow/choose.ts';
import type { PlannedShadow, Shadow } from '../../src/read/shadow/shadow.ts';
import { HISTORY, migrationsFrom } from './migrations.ts';

const cache = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
const files = migrationsFrom('CREATE TABLE a (x int)');
let shadow: Shadow;
beforeAll(async () => {
  shadow = await openShadow({ major: null, extensions: [], root: process.cwd() });
});
afterAll(async () => {
  await shadow.end();
  rmSync(cache, { recursive: true, force: true });
});

test('a kept replay is taken by the same build alone', async () => {
  let opened = 0;
  const planned: PlannedShadow = {
    identity: 'the one of this test',
    closed: false,
    why: 'it is open',
    open: () => {
      opened += 1;
      return Promise.resolve({ ...shadow, end: () => Promise.resolve() });
    },
  };
  for (const _ of ['made', 'kept']) await replayOf(planned, files, { history: HISTORY, cache });
  expect(opened).toBe(1);
  vi.stubGlobal('TIDEMARK_BUILD', 'another');
  try {
    await replayOf(planned, files, { history: HISTORY, cache });
  } finally {
    vi.unstubAllGlobals();
  }
  expect(opened).toBe(2);
});
