/** The way to one true history from code: audit, adopt, reconcile and baseline as the library gives them, and back again. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apply, audit, type Consent, diff, type Plan, plan, status, undo, verify } from '../../src/index.ts';
import { kitGenerate, stockProject } from '../stock.ts';

const SCHEMA = (more = '') => `import { integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: serial().primaryKey(), title: text().notNull()${more} });
`;

let cwd = '';
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'from-code-'));
  await stockProject('0.x', cwd);
  mkdirSync(join(cwd, 'src'), { recursive: true });
  writeFileSync(join(cwd, 'package.json'), '{ "name": "shop", "private": true }\n');
  writeFileSync(
    join(cwd, 'drizzle.config.json'),
    JSON.stringify({
      dialect: 'postgresql',
      driver: 'pglite',
      schema: './src/schema.ts',
      out: './drizzle',
      dbCredentials: { url: './data' },
    }),
  );
  writeFileSync(join(cwd, 'src/schema.ts'), SCHEMA());
  await kitGenerate('0.x', cwd, ['--name', 'init'], { clock: Date.UTC(2025, 0, 4) });
  writeFileSync(join(cwd, 'src/schema.ts'), SCHEMA(', price: integer()'));
  await kitGenerate('0.x', cwd, ['--name', 'price'], { clock: Date.UTC(2025, 0, 5) });
  await byHand('create table orders (id serial primary key not null, title text not null, price integer)');
}, 120_000);
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function byHand(sql: string): Promise<void> {
  const database = new PGlite(join(cwd, 'data'));
  await database.exec(sql);
  await database.close();
}

const migrations = (): string[] => readdirSync(join(cwd, 'drizzle')).filter((f) => f.endsWith('.sql'));
const applied = async (): Promise<number> =>
  (await status({ cwd })).data.environments.flatMap((e) => e.migrations).filter((m) => m.state === 'applied').length;
const carriedOut = async (made: Plan | null, consent: Consent = {}): Promise<string> => {
  const [receipt] = (await apply(made!, { cwd, ...consent })).receipts;
  return receipt!.id;
};

test('audit tells, adopt records, reconcile and baseline write a file; each is taken back', async () => {
  const { data } = await audit({ cwd });
  expect(data.environments).toMatchObject([{ audits: [{ stands: { is: 'at', migration: '0001_price' } }] }]);
  expect(await applied()).toBe(0);

  const adoption = await plan('adopt', [], { cwd });
  expect(adoption).toMatchObject({ command: 'adopt' });
  expect(await applied()).toBe(0);
  const adopted = await carriedOut(adoption);
  expect(await applied()).toBe(2);
  expect((await verify({ cwd })).exit).toBe(0);
  expect(await plan('adopt', [], { cwd })).toBeNull();

  await byHand('alter table orders add column note text');
  expect((await verify({ cwd })).exit).toBe(1);
  const reconciled = await carriedOut(await plan('reconcile', [], { cwd, flags: { name: ['note'] } }));
  expect(migrations()).toHaveLength(3);
  expect((await diff('migrations', 'default', { cwd })).exit).toBe(0);
  await undo(reconciled, { cwd });
  expect(migrations()).toHaveLength(2);

  writeFileSync(
    join(cwd, 'tidemark.config.ts'),
    `export default { environments: { default: { url: './data', driver: 'pglite', protected: true } } };\n`,
  );
  const options = { cwd, environments: ['default'] };
  const baseline = await plan('baseline', [], { ...options, flags: { archive: [''] } });
  const consent = { accept: baseline!.hazards, on: ['default'] };
  await expect(apply(baseline!, { cwd })).rejects.toMatchObject({
    code: 'consent-needed',
    fix: 'Give in the options of this call: { accept: ["rewrites-history"], on: ["default"] }',
    details: { wants: { accept: ['rewrites-history'], on: ['default'] } },
  });
  const based = await carriedOut(baseline, consent);
  expect(migrations()).toHaveLength(1);
  expect((await diff('migrations', 'default', { cwd })).exit).toBe(0);

  // Where a hazard meets a protected environment the plan is looked at first: what is said to type works as it is said.
  await expect(undo(based, { ...options, on: ['default'] })).rejects.toMatchObject({
    code: 'consent-needed',
    fix: `Look at the plan first, with the options of this call: const made = await plan("undo", ["${based}"], options)\nThen: await apply(made, { ...options, accept: ["rewrites-history"], on: ["default"] })`,
  });
  await carriedOut(await plan('undo', [based], options), consent);
  await undo(adopted, { cwd, on: ['default'] });
  expect(migrations()).toHaveLength(2);
  expect(await applied()).toBe(0);
}, 180_000);
