/** The pages that are written from the rules say what the rules say now. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const docs = new URL('../../docs/', import.meta.url);

test('docs/failures.md and docs/rules are current: node scripts/docs.mjs', async () => {
  const { pages } = (await import('../../scripts/docs.mjs' as string)) as { pages(): Promise<Map<string, string>> };
  const made = await pages();
  const old = [...made].filter(([path, text]) => {
    const there = readdirSync(new URL(path.includes('/') ? 'rules/' : './', docs)).includes(path.split('/').at(-1) ?? '');
    return !there || readFileSync(new URL(path, docs), 'utf8') !== text;
  });
  expect(old.map(([path]) => path)).toEqual([]);
  const rules = readdirSync(new URL('rules/', docs)).map((name) => `rules/${name}`);
  expect(rules.filter((path) => !made.has(path))).toEqual([]);
});
