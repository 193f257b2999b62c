/** A PGlite folder: looking leaves every byte of it as it is; what is no such folder is left alone. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesOf, healthyPlace, type Place } from './place.ts';

let place: Place;
beforeAll(async () => {
  place = await healthyPlace(2);
  place.env['DATABASE_URL'] = './data';
});
afterAll(() => place.remove());

test('absent: looking makes none', async () => {
  expect((await place.ask('doctor')).exit).toBe(1);
  expect((await place.ask('status')).exit).toBe(1);
  expect(readdirSync(place.folder)).not.toContain('data');
});

test('present: looking changes no byte of it', { timeout: 60_000 }, async () => {
  expect((await place.ask('migrate')).exit).toBe(0);
  const before = bytesOf(join(place.folder, 'data'));
  for (const argv of [['status'], ['doctor'], ['receipts'], ['repair', '--dry-run'], ['explain', 'orphan-file']])
    await place.ask(...argv);
  expect(bytesOf(join(place.folder, 'data'))).toEqual(before);
  expect((await place.ask('status')).exit).toBe(0);
});

test.each([
  ['a folder of other things', '.'],
  ['the source', './src'],
  ['a file', './package.json'],
  ['a folder below a file', './package.json/data'],
])('%s', async (_name, url) => {
  place.env['DATABASE_URL'] = url;
  const before = bytesOf(place.folder);
  expect((await place.ask('status')).exit).toBe(1);
  expect((await place.ask('migrate')).exit).toBe(2);
  expect(bytesOf(place.folder)).toEqual(before);
});

test('damaged', { timeout: 60_000 }, async () => {
  place.env['DATABASE_URL'] = './data';
  writeFileSync(join(place.folder, 'data/global/pg_control'), 'x');
  expect((await place.ask('status')).exit).toBe(1);
  expect((await place.ask('migrate')).exit).toBe(2);
  writeFileSync(join(place.folder, 'data/PG_VERSION'), '9.6\n');
  expect((await place.ask('migrate')).exit).toBe(2);
});
