/** Are the seeds healthy in the eyes of the stock tools, and do the judges report what the tools say? */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  drizzleReads,
  healthyProject,
  kit,
  kitCheck,
  kitGenerate,
  kitMigrate,
  SEED_LENGTH,
  stockMigrate,
  stockMigrateHere,
} from '../stock.ts';

let top: string;
let db: PGlite;
beforeAll(async () => {
  db = await PGlite.create();
  top = await mkdtemp(join(tmpdir(), 'stock-'));
});
afterAll(async () => {
  await db.close();
  await rm(top, { recursive: true });
});

describe.each(['0.x', '1.0'] as const)('%s', (line) => {
  test.each([3, SEED_LENGTH])('a seed of %i is healthy', async (n) => {
    const dir = join(top, `${line}-${n}`);
    await healthyProject(line, dir, n);
    const before = await readdir(join(dir, 'drizzle'), { recursive: true });
    const reads = drizzleReads(line, join(dir, 'drizzle'));
    expect(reads).toHaveLength(n);
    const check = await kitCheck(line, dir);
    expect(check).toMatchObject({ code: 0, out: expect.stringContaining("Everything's fine") });
    const generate = await kitGenerate(line, dir);
    expect(generate).toMatchObject({ code: 0, out: expect.stringContaining('No schema changes') });
    expect(await readdir(join(dir, 'drizzle'), { recursive: true })).toEqual(before);

    await db.exec('DROP SCHEMA IF EXISTS drizzle CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
    expect(await stockMigrateHere(line, db, join(dir, 'drizzle'))).toEqual({ code: 0, error: null });
    const { rows } = await db.query('SELECT hash, created_at FROM drizzle.__drizzle_migrations ORDER BY id');
    expect(rows).toEqual(reads.map(({ hash, when }) => ({ hash, created_at: when })));
  });

  test('what happens in another process is told', async () => {
    const dir = join(top, `${line}-wrong`);
    await healthyProject(line, dir, 2);
    const url = 'postgres://nobody:secret@127.0.0.1:1/nowhere';
    expect(await stockMigrate(line, dir, 'drizzle', { pglite: 'memory://' })).toEqual({ code: 0, error: null });
    expect(await stockMigrate(line, dir, 'drizzle', { url })).toMatchObject({
      code: 1,
      error: expect.stringContaining('[ECONNREFUSED]'),
    });
    expect(await stockMigrate(line, dir, 'absent', { url })).toMatchObject({
      code: 1,
      error: expect.stringMatching(/journal|ENOENT/),
    });
    expect((await kitMigrate(line, dir, { env: { DATABASE_URL: url } })).code).toBe(1);
    expect((await kit(line, dir, ['generate', '--nonsense'])).code).toBe(1);
  });

  test('a clock of our own stamps what is generated', async () => {
    const dir = join(top, `${line}-clock`);
    await healthyProject(line, dir);
    await writeFile(
      join(dir, 'src', 'schema.ts'),
      `import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const added = pgTable('added', { name: text('name') });\n`,
    );
    const clock = Date.UTC(2025, 5, 1, 12);
    expect(await kitGenerate(line, dir, ['--custom', '--name', 'later'], { clock })).toMatchObject({ code: 0 });
    const newest = drizzleReads(line, join(dir, 'drizzle')).at(-1);
    expect(Math.abs(Number(newest?.when) - clock)).toBeLessThan(30_000);
  });
});
