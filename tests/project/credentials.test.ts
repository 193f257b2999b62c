import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, read, url } from './folder.ts';

const json = (inside: object): string => folder({ 'drizzle.config.json': JSON.stringify({ dialect: 'postgresql', ...inside }) });

describe('credentials', () => {
  const cases: [string, object, string][] = [
    ['url', { url: 'postgres://u:hunter22@h:5433/d' }, 'postgres://u:hunter22@h:5433/d'],
    ['host and database', { host: 'h', database: 'd' }, 'postgresql://h:5432/d'],
    [
      'all of them',
      { host: 'h', port: 6000, user: 'u', password: 'p@ss/w', database: 'd', ssl: 'require' },
      'postgresql://u:p%40ss%2Fw@h:6000/d?sslmode=require',
    ],
    ['port as text', { host: 'h', port: '6000', database: 'd', ssl: false }, 'postgresql://h:6000/d?sslmode=disable'],
    ['ssl true verifies', { host: 'h', database: 'd', ssl: true }, 'postgresql://h:5432/d?sslmode=verify-full'],
    ['ssl object', { host: 'h', database: 'd', ssl: { rejectUnauthorized: false } }, 'postgresql://h:5432/d?sslmode=require'],
    ['IPv6', { host: '::1', database: 'd' }, 'postgresql://[::1]:5432/d'],
    ['socket', { host: '/var/run/postgresql', database: 'd' }, 'postgresql:///d?host=%2Fvar%2Frun%2Fpostgresql&port=5432'],
  ];
  test.each(cases)('%s', async (_, dbCredentials, expected) => {
    expect(await url(json({ dbCredentials }))).toMatchObject({ url: expected });
  });

  test('a certificate beside host is kept', async () => {
    const { environments } = await read(json({ dbCredentials: { host: 'h', database: 'd', ssl: { ca: 'PEM' } } }));
    expect(environments).toMatchObject({ ok: true, value: [{ ca: 'PEM' }] });
  });

  test('pglite: by driver, by file:, by a path', async () => {
    for (const inside of [
      { driver: 'pglite', dbCredentials: { url: './data/pg' } },
      { dbCredentials: { url: 'file:data/pg' } },
      { dbCredentials: { url: 'data/pg' } },
    ]) {
      const root = json(inside);
      const { environments } = await read(root);
      expect(environments).toMatchObject({ ok: true, value: [{ driver: 'pglite', target: { host: join(root, 'data/pg') } }] });
    }
  });

  const refused: [string, object, string, boolean][] = [
    [
      'aws',
      { driver: 'aws-data-api', dbCredentials: { database: 'd', secretArn: 's', resourceArn: 'r' } },
      'aws-data-api',
      false,
    ],
    ['none', {}, 'no dbCredentials are configured', true],
    ['empty url', { dbCredentials: { url: '' } }, 'dbCredentials.url has no value', true],
    ['no host', { dbCredentials: { database: 'd' } }, 'dbCredentials.host has no value', true],
    ['old key', { dbCredentials: { connectionString: 'postgres://u:hunter22@h/d' } }, 'it is called url now', false],
    ['another scheme', { dbCredentials: { url: 'mysql://u:hunter22@h/d' } }, 'begins with mysql://', false],
    ['no scheme', { dbCredentials: { url: 'u:hunter22@h/d' } }, 'does not begin with postgres://', false],
    ['a # in the password', { dbCredentials: { url: 'postgres://u:hunter22#x@h/d' } }, '%23', false],
    ['memory', { driver: 'pglite', dbCredentials: { url: ':memory:' } }, 'name a folder', false],
    ['bad port', { dbCredentials: { host: 'h', database: 'd', port: 'x' } }, 'no port number', false],
    ['bad ssl', { dbCredentials: { host: 'h', database: 'd', ssl: 'yes' } }, 'dbCredentials.ssl', false],
  ];
  test.each(refused)('%s', async (_, inside, why, absent) => {
    const answer = await url(json(inside));
    expect(answer).toMatchObject({ why: expect.stringContaining(why), absent });
    expect(JSON.stringify(answer)).not.toContain('hunter22');
  });

  test('wrong types at every place are a reason or a problem, never a crash', async () => {
    for (const wrong of [null, 5, 'text', [], {}, true]) {
      for (const key of ['url', 'host', 'port', 'user', 'password', 'database', 'ssl']) {
        const answer = await url(
          json({ dbCredentials: key === 'url' ? { url: wrong } : { host: 'h', database: 'd', [key]: wrong } }),
        );
        expect('url' in answer || answer.why.length > 0).toBe(true);
      }
      await url(json({ dbCredentials: wrong }));
    }
  });
});
