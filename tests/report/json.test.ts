import { expect, test } from 'vitest';
import { Problem } from '../../src/base/problem.ts';
import { Secret } from '../../src/base/secret.ts';
import { answerJson, type Json, jsonText } from '../../src/report/json.ts';
import { type JsonSchema, schemas } from '../../src/report/schemas.ts';
import { acknowledged, kept, plan, unchecked, withoutTag } from './samples.ts';

const keys = (value: unknown): string[] => Object.keys(value as object);
const at = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>((v, k) => (v as Record<string | number, unknown>)[k], value);
const schema = (name: string): JsonSchema => schemas[name] ?? {};
const required = (s: unknown): string[] => at(s, 'required') as string[];

const base = { command: 'doctor', environments: ['dev'], ok: false, verdict: '1 error.' };
const full = {
  ...base,
  findings: [withoutTag, acknowledged],
  unchecked,
  plan,
  receipt: kept('3f9c2a', '2026-01-02T10:22:33.000Z').receipt,
  undoneBy: 'aabbcc',
};

/** The keys of an object are those its schema names, and all that it requires are there. */
function fits(value: unknown, s: unknown) {
  for (const key of keys(value)) expect(keys(at(s, 'properties'))).toContain(key);
  for (const key of required(s)) expect(keys(value)).toContain(key);
}

test('the object of the design, with nothing absent made up', () => {
  expect(keys(answerJson(base))).toEqual(['format', 'command', 'environments', 'ok', 'verdict', 'findings', 'unchecked', 'data']);
  expect(keys(answerJson(full))).toEqual([
    'format',
    'command',
    'environments',
    'ok',
    'verdict',
    'findings',
    'unchecked',
    'plan',
    'receipt',
    'data',
  ]);
});

test('a failed run prints the same object, with its problem and without its stack', () => {
  const problem = new Problem('no-config', 'No config.', { why: 'None was found.', fix: 'npx tidemark init' });
  const failed = answerJson({ ...base, problem });
  expect(at(failed, 'problem')).toEqual({
    code: 'no-config',
    message: 'No config.',
    why: 'None was found.',
    fix: 'npx tidemark init',
  });
  expect(at(failed, 'findings')).toEqual([]);
  fits(failed, schema('answer'));
  fits(at(failed, 'problem'), schema('problem'));
});

test('a finding has exactly the published keys', () => {
  const carried = { ...withoutTag, match: { anything: 1 }, subject: { ...withoutTag.subject, extra: 1 } };
  const json = answerJson({ ...base, findings: [carried, acknowledged] });
  expect(at(json, 'findings', 0)).toEqual(withoutTag);
  expect(keys(at(json, 'findings', 0))).toEqual([
    'rule',
    'severity',
    'confidence',
    'subject',
    'says',
    'harm',
    'evidence',
    'remedies',
  ]);
  expect(at(json, 'findings', 1, 'acknowledged')).toEqual({ reason: 'old scar', on: '2026-01-02', by: 'ana' });
});

test('what is printed has the keys that the schemas name', () => {
  const json = answerJson(full);
  fits(json, schema('answer'));
  for (const finding of at(json, 'findings') as Json[]) {
    fits(finding, schema('finding'));
    fits(at(finding, 'subject'), at(schema('finding'), 'properties', 'subject'));
  }
  fits(at(json, 'plan'), schema('plan'));
  fits(at(json, 'receipt'), schema('receipt'));
  const steps = at(schema('plan'), 'properties', 'steps', 'items', 'oneOf') as JsonSchema[];
  for (const step of at(json, 'plan', 'steps') as Json[]) {
    const own = steps.find((s) => at(s, 'properties', 'kind', 'const') === at(step, 'kind'));
    for (const key of required(own)) expect(keys(step)).toContain(key);
  }
  for (const item of at(json, 'unchecked') as Json[]) fits(item, at(schema('answer'), 'properties', 'unchecked', 'items'));
});

test('every schema is draft 2020-12, named by its file, and refers only to schemas that exist', () => {
  expect(keys(schemas)).toEqual([
    'answer',
    'finding',
    'plan',
    'receipt',
    'problem',
    'event',
    'migrate',
    'status',
    'doctor',
    'receipts',
    'repair',
    'diff',
    'verify',
    'audit',
  ]);
  for (const [name, s] of Object.entries(schemas)) {
    expect(s['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(s['$id']).toBe(`${name}.json`);
    const refs = [...JSON.stringify(s).matchAll(/"\$ref":"([^"]*)\.json"/g)].map((m) => m[1] ?? '');
    for (const target of refs) expect(keys(schemas)).toContain(target);
  }
});

test('no secret, whoever holds it', () => {
  const data = {
    url: new Secret('hunter2'),
    text: 'postgres://me:hunter2@db/app',
    map: new Map([['hunter2', new Set(['x hunter2'])]]),
    n: 10n,
  };
  const text = jsonText({ ...base, verdict: 'hunter2', data }, ['hunter2']);
  expect(text).not.toContain('hunter2');
  expect(at(JSON.parse(text), 'data')).toEqual({
    url: '***',
    text: 'postgres://me:***@db/app',
    map: { '***': ['x ***'] },
    n: '10',
  });
});

test('the text is one object and cannot steer a terminal', () => {
  const verdict = 'a\u001b[2J\u009b1m\u202e\u2028\n日本👍';
  const text = jsonText({ ...base, verdict });
  expect(text).not.toMatch(/[\u001b\u0080-\u009f\u202e\u2028]/);
  expect(at(JSON.parse(text), 'verdict')).toBe(verdict);
  expect(keys(at(JSON.parse(jsonText({ ...base, data: JSON.parse('{"__proto__":{"a":1}}') })), 'data'))).toEqual(['__proto__']);
});
