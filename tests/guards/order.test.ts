/** Does every file import from its left only, and does the thinking half stay pure? */
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeOf, folderOf, ORDER, sources } from './sources.ts';

const IMPORT = /(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)'([^']+)'/g;

describe('imports', () => {
  test('every folder is in the order', () => {
    expect([...new Set([...sources.keys()].map(folderOf))].filter((folder) => folder !== '' && !ORDER.includes(folder))).toEqual(
      [],
    );
  });

  test('go to the left', () => {
    const wrong: string[] = [];
    for (const [path, text] of sources) {
      const from = ORDER.indexOf(folderOf(path));
      if (from === -1) continue;
      for (const [, to] of text.matchAll(IMPORT)) {
        if (!to?.startsWith('.')) continue;
        const target = normalize(join(dirname(path), to));
        const at = ORDER.indexOf(folderOf(target));
        if (at > from || at === -1) wrong.push(`${path} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

const IMPURE: [string, RegExp][] = [
  ['process', /\bprocess\s*\./],
  ['Date.now', /\bDate\s*\.\s*now\b/],
  ['new Date()', /\bnew\s+Date\s*(\(\s*\)|[^\s(])/],
  ['Math.random', /\bMath\s*\.\s*random\b/],
  ['console', /\bconsole\s*\./],
  ['fetch', /\bfetch\s*\(/],
  ['performance', /\bperformance\s*\./],
  ['globalThis', /\bglobalThis\b/],
];
const OUTSIDE = /'(node:)?(fs|fs\/promises|child_process|net|tls|http|https|os|process|worker_threads|timers)'/;

test('left of the drivers nothing looks at the world', () => {
  const wrong: string[] = [];
  for (const [path, text] of sources) {
    const at = ORDER.indexOf(folderOf(path));
    if (at === -1 || at >= ORDER.indexOf('drivers')) continue;
    const code = codeOf(text);
    for (const [name, sign] of IMPURE) if (sign.test(code)) wrong.push(`${path}: ${name}`);
    for (const [, to] of text.matchAll(IMPORT)) if (to && OUTSIDE.test(`'${to}'`)) wrong.push(`${path}: ${to}`);
  }
  expect(wrong).toEqual([]);
});
