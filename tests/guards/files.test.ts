/** Do files keep to their size and their names, and are the generated ones as their sources say? */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { findCases } from '../cases/case.ts';
import { SRC, sources } from './sources.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const files = [...sources.keys()];

describe('files', () => {
  test('are short', () => {
    expect(
      [...sources]
        .map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }))
        // Written by a script, a line for every rule.
        .filter(({ path, lines }) => lines > 250 && path !== 'rules/index.ts'),
    ).toEqual([]);
  });

  test('say in their first line what they answer', () => {
    const wrong = [...sources]
      .filter(([path, text]) => !/^(#!.*\n)?(\/\*\*(\n \*)?|\/\/) .*\S/.test(text) && !path.endsWith('index.ts'))
      .map(([path]) => path);
    expect(wrong).toEqual([]);
  });

  test('are not called after nothing', () => {
    const empty = /(^|\/)(utils?|helpers?|common|types|misc|shared|lib)(\.|\/|$)|(manager|service|handler|provider)\.ts$/i;
    expect(files.filter((path) => empty.test(path))).toEqual([]);
  });

  test('name no machine, nobody, and no registry', () => {
    const machine = /(^|[\s'"`(])\/(work|home|root|Users)\/|registry\.npmjs|\/tmp\//;
    expect([...sources].filter(([, text]) => machine.test(text)).map(([path]) => path)).toEqual([]);
  });

  test('generated indexes are current', async () => {
    const { indexes } = (await import(`${ROOT}scripts/index.mjs`)) as { indexes: () => Record<string, string> };
    for (const [path, text] of Object.entries(indexes())) expect(readFileSync(SRC + path, 'utf8'), path).toBe(text);
  });
});

describe('rules', () => {
  test('are called after their files', () => {
    const names = readdirSync(`${SRC}rules`)
      .filter((file) => file !== 'index.ts')
      .map((file) => file.replace(/\.ts$/, ''));
    expect(rules.map((r) => r.id).sort()).toEqual(names.sort());
  });

  test('have a title without a period and a harm with one', () => {
    expect(rules.filter((r) => !/^\p{L}.*[^.\s]$/su.test(r.title)).map((r) => `${r.id}: ${r.title}`)).toEqual([]);
    expect(rules.filter((r) => !/\.$/.test(r.harm)).map((r) => `${r.id}: ${r.harm}`)).toEqual([]);
  });

  test('have a case each', () => {
    const shown = new Set(
      findCases()
        .filter((one) => !one.fails)
        .map((one) => one.rule ?? one.name.split('/')[1]),
    );
    // A clock that is off, a pooler and an old server cannot be put into a folder: tests/rules/connection.test.ts.
    for (const id of ['clock-off', 'pooler-in-url', 'server-too-old']) shown.add(id);
    expect(rules.map((r) => r.id).filter((id) => !shown.has(id))).toEqual([]);
  });

  test('every case of a rule names a rule that is there', () => {
    const ids = new Set(rules.map((r) => r.id));
    const wrong = findCases().filter(
      (one) => one.name.startsWith('rules/') && (one.rule === null || !ids.has(one.rule) || one.rule !== one.name.split('/')[1]),
    );
    expect(wrong.map((one) => one.name)).toEqual([]);
  });
});
