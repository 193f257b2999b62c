/** A PGlite folder is locked while it is written, copied when it is looked at, and refused when it is something else. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint, sha256 } from '../../src/base/fingerprint.ts';
import { LOCK_NAME, lockDataFolder } from '../../src/drivers/folder-lock.ts';
import { openSession } from '../../src/drivers/index.ts';
import { keepInMemory } from '../../src/drivers/pglite.ts';
import { pgliteSession } from '../../src/drivers/pglite-session.ts';
import { startPglite, stopPglite } from '../../src/drivers/pglite-start.ts';
import { ConnectionLost, DatabaseError } from '../../src/drivers/session.ts';
import { environmentOf, READ, WRITE } from './environment.ts';

const place = mkdtempSync(join(tmpdir(), 'tidemark-pglite-test-'));
const data = join(place, 'data');
const at = (folder: string) => environmentOf('pglite', folder);
afterAll(() => rmSync(place, { recursive: true }));

/** Every file with its time and content. */
const printOf = (folder: string): string =>
  fingerprint(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => {
        const file = join(folder, name);
        return [name, statSync(file).mtimeMs, statSync(file).isFile() ? sha256(readFileSync(file)) : ''];
      }),
  );

const copies = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('tidemark-look-'));

describe('a folder', () => {
  it('that is absent or empty is not created by looking', async () => {
    const empty = join(place, 'empty');
    mkdirSync(empty);
    for (const folder of [join(place, 'none'), empty]) {
      await expect(openSession(at(folder), READ)).rejects.toMatchObject({
        code: 'data-folder-absent',
        fix: expect.stringContaining('migrate -e dev'),
      });
    }
    expect(existsSync(join(place, 'none'))).toBe(false);
    expect(readdirSync(empty)).toEqual([]);
  });

  it('is created by writing, locked meanwhile, and as it was after looking', async () => {
    process.exitCode = 1;
    const writer = await openSession(at(data), WRITE);
    await writer.send('create table t (a int); insert into t values (1)');
    expect(readFileSync(join(data, LOCK_NAME), 'utf8')).toMatch(new RegExp(`^${process.pid}\\b`));
    for (const how of [READ, WRITE])
      await expect(openSession(at(data), how)).rejects.toMatchObject({ code: 'data-folder-in-use' });
    await writer.close();
    expect(existsSync(join(data, LOCK_NAME))).toBe(false);

    const before = printOf(data);
    const others = copies().length;
    const reader = await openSession(at(`file://${data}`), READ);
    await reader.send('insert into t values (2)');
    expect(await reader.send('select * from t')).toMatchObject([{ rows: [{ a: '1' }, { a: '2' }] }]);
    await reader.close();
    expect(printOf(data)).toBe(before);
    expect(copies().length).toBeLessThanOrEqual(others);

    const again = await openSession(at(data), WRITE);
    expect(await again.send('select * from t')).toMatchObject([{ rows: [{ a: '1' }] }]);
    await again.close();
    // Emscripten would have set it to 0.
    expect(process.exitCode).toBe(1);
    process.exitCode = undefined;
  });

  it.skipIf(!existsSync('/proc/self/fd'))('that an application has open without our lock is left alone', async () => {
    const application = await startPglite(data);
    for (const how of [READ, WRITE])
      await expect(openSession(at(data), how)).rejects.toMatchObject({ code: 'data-folder-in-use' });
    await stopPglite(application);
    await (await openSession(at(data), WRITE)).close();
    // What a crash leaves: the file, and nobody who has it open.
    writeFileSync(join(data, 'postmaster.pid'), '-42\n/pglite/data\n');
    const session = await openSession(at(data), WRITE);
    expect(await session.send('select * from t')).toMatchObject([{ rows: [{ a: '1' }] }]);
    await session.close();
  });

  it('of something else, of another version or broken is refused', async () => {
    const foreign = join(place, 'foreign');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'novel.txt'), 'Call me');
    const old = join(place, 'old');
    mkdirSync(old);
    writeFileSync(join(old, 'PG_VERSION'), '17\n');
    const broken = join(place, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'PG_VERSION'), '18\n');
    for (const how of [READ, WRITE]) {
      await expect(openSession(at(foreign), how)).rejects.toMatchObject({ code: 'data-folder-foreign' });
      await expect(openSession(at(join(foreign, 'novel.txt')), how)).rejects.toMatchObject({ code: 'data-folder-foreign' });
      await expect(openSession(at(old), how)).rejects.toMatchObject({ code: 'data-folder-version' });
      const problem = await openSession(at(broken), how).catch((error: unknown) => error as Error & { why: string });
      expect(problem).toMatchObject({ code: 'data-folder-broken' });
      expect((problem as { why: string }).why.length).toBeLessThan(500);
    }
    expect(readdirSync(foreign)).toEqual(['novel.txt']);
    expect(existsSync(join(broken, LOCK_NAME))).toBe(false);
  });
});

describe('the lock', () => {
  const folder = join(place, 'locked');
  const lock = join(folder, LOCK_NAME);
  beforeAll(() => mkdirSync(folder));

  it('of a living process holds', async () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    const started = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];
    writeFileSync(lock, `${child.pid} ${started}`);
    expect(() => lockDataFolder(folder)).toThrow(
      expect.objectContaining({ code: 'data-folder-in-use', why: expect.stringContaining(`Process ${child.pid}`) }),
    );
    // The same pid, but a process that started at another time.
    writeFileSync(lock, `${child.pid} 1`);
    lockDataFolder(folder)();
    child.kill();
  });

  it.each([
    ['of a dead process', String(execFileSync('sh', ['-c', 'echo $$'])).trim()],
    ['of an earlier process with our pid', `${process.pid} 1`],
    ['that is empty', ''],
    ['that is nonsense', 'who?'],
  ])('%s is taken over', (_, text) => {
    writeFileSync(lock, text);
    const release = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(expect.objectContaining({ code: 'data-folder-in-use' }));
    release();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('in memory', () => {
  let instance: PGlite;
  beforeAll(async () => {
    instance = await startPglite(undefined);
  });
  afterAll(() => stopPglite(instance));

  it('a kept instance is shared and stays open', async () => {
    const forget = keepInMemory('kept', instance);
    const one = await openSession(at('memory://kept'), WRITE);
    await one.send('create table shared (a int)');
    await one.close();
    const two = await openSession(at('memory://kept'), READ);
    expect(await two.send('select count(*) from shared')).toMatchObject([{ rows: [{ count: '0' }] }]);
    await two.close();
    forget();
    expect(instance.closed).toBe(false);
  });

  it('stays aborted after a failure in a transaction, until rollback', async () => {
    const session = pgliteSession(instance);
    await expect(session.send('begin; select 1/0')).rejects.toBeInstanceOf(DatabaseError);
    await expect(session.send('commit; begin; select 1/0')).rejects.toMatchObject({ sqlstate: '22012', completed: 2 });
    await session.send('rollback');
    expect(await session.send('select 1 as n')).toMatchObject([{ rows: [{ n: '1' }] }]);
  });

  it('an instance that was closed elsewhere is a lost connection, without its source', async () => {
    const other = await startPglite(undefined);
    const session = pgliteSession(other);
    await stopPglite(other);
    const error = await session.send('select 1').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConnectionLost);
    expect((error as Error).cause).toBeUndefined();
    await expect(session.send('select 1')).rejects.toBeInstanceOf(ConnectionLost);
  });
});
