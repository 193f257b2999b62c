/** A PostgreSQL URL means one thing, and a broken one is refused without being repeated. */
import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/base/problem.ts';
import { mask, reveal } from '../../src/base/secret.ts';
import { readUrl, secretsOf } from '../../src/drivers/connection.ts';
import { attempts, SSL_MODES, verification } from '../../src/drivers/sslmode.ts';

const plain = (text: string) => {
  const { password, ...rest } = readUrl(text);
  return { ...rest, password: password === null ? null : reveal(password) };
};

describe('a URL', () => {
  it.each<[string, Partial<ReturnType<typeof plain>>]>([
    [
      'postgres://',
      { host: 'localhost', port: 5432, user: null, password: null, database: null, sslmode: 'prefer', kind: 'local' },
    ],
    ['postgresql://ann@db.example/shop', { host: 'db.example', user: 'ann', password: null, database: 'shop', kind: 'unknown' }],
    ['POSTGRES://h/d', { host: 'h', database: 'd' }],
    ['  postgres://h/d\n', { host: 'h', database: 'd' }],
    ['postgres://ann:@h', { user: 'ann', password: null, database: null }],
    ['postgres://:secret@h', { user: null, password: 'secret' }],
    ['postgres://a%40b:p%40%3A%2F%25%23@h:6543/d%20b', { user: 'a@b', password: 'p@:/%#', port: 6543, database: 'd b' }],
    ['postgres://ann:p@ss:w@h/d', { user: 'ann', password: 'p@ss:w', host: 'h' }],
    ['postgres://ann:p+w@h/d', { password: 'p+w' }],
    ['postgres://[::1]:5433/d', { host: '::1', port: 5433, kind: 'local' }],
    ['postgres://u@[2001:db8::1]', { host: '2001:db8::1', port: 5432 }],
    ['postgres://h:/d', { port: 5432 }],
    ['postgres://%2Fvar%2Frun%2Fpostgresql/d', { host: '/var/run/postgresql', kind: 'local' }],
    ['postgres:///d?host=/tmp&port=5433', { host: '/tmp', port: 5433, database: 'd' }],
    ['postgres://h?user=u&password=p%26w&dbname=x', { user: 'u', password: 'p&w', database: 'x' }],
    ['postgres://h/d?sslmode=verify-full&sslrootcert=/ca.pem', { sslmode: 'verify-full', sslrootcert: '/ca.pem' }],
    ['postgres://h/d?sslmode=disable&sslmode=require', { sslmode: 'require' }],
    ['postgres://h/d?sslmode=no-verify', { sslmode: 'require' }],
    ['postgres://h/d?ssl=true', { sslmode: 'require' }],
    ['postgres://h/d?ssl=0', { sslmode: 'disable' }],
    ['postgres://h/d?options=-c%20search_path%3Da%2Cb', { options: '-c search_path=a,b' }],
    ['postgres://h/d?application_name=my%20app&connect_timeout=7', { applicationName: 'my app', connectTimeout: 7000 }],
    ['postgres://h/d?connect_timeout=0', { connectTimeout: null }],
    ['postgres://h/d?statement_timeout=5000', { settings: { statement_timeout: '5000' }, ignored: [] }],
    ['postgres://h/d?pgbouncer=true&schema=public&&', { ignored: ['pgbouncer', 'schema'] }],
    ['postgres://h/d?channel_binding=require', { channelBinding: 'require' }],
    [`postgres://u:${'p'.repeat(5000)}@h/d`, { password: 'p'.repeat(5000) }],
    [`postgres://${'h'.repeat(5000)}/d`, { host: 'h'.repeat(5000) }],
  ])('%s', (text, expected) => {
    expect(plain(text)).toMatchObject(expected);
  });

  it.each([
    [''],
    ['   '],
    ['hunter2'],
    ['"postgres://u:hunter2@h/d"'],
    ['mysql://u:hunter2@h/d'],
    ['host=h password=hunter2'],
    ['postgres:/u:hunter2@h'],
    ['postgres://u:hunter2%@h/d'],
    ['postgres://u:hunter2%zz@h/d'],
    ['postgres://u:hunter2%ff@h/d'],
    ['postgres://u:hunter2%00@h/d'],
    ['postgres://u:hunter2\0@h/d'],
    ['postgres://u:hun\nter2@h/d'],
    ['postgres://u:hunter2#x@h/d'],
    ['postgres://u:hunter2/x@h/d'],
    ['postgres://u:hunter2?x@h/d'],
    ['postgres://u:123?hunter2@h/d'],
    ['postgres://u:hunter2'],
    ['postgres://h:0/d'],
    ['postgres://h:65536/d'],
    ['postgres://h:-1/d'],
    ['postgres://h:5432x/d'],
    ['postgres://::1/d'],
    ['postgres://[::1/d'],
    ['postgres://[::1]5432/d'],
    ['postgres://a:1,b:2/d'],
    ['postgres://a,b/d'],
    ['postgres://h/d?sslmode=verify-fll'],
    ['postgres://h/d?sslmode=hunter2'],
    ['postgres://h/d?connect_timeout=soon'],
    ['postgres://h/d?channel_binding=hunter2'],
  ])('%j is refused and not repeated', (text) => {
    let thrown: unknown;
    try {
      readUrl(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Problem);
    const { code, message, why, fix } = thrown as Problem;
    expect(code).toBe('url-invalid');
    expect(fix).not.toBe('');
    expect([message, why, fix].join('\n')).not.toMatch(/hunter2|ter2/);
  });

  it('names the sslmode that was meant', () => {
    expect(() => readUrl('postgres://h/d?sslmode=verify_full')).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('sslmode=verify-full') }),
    );
  });

  it('never shows its password', () => {
    expect(
      JSON.stringify(readUrl('postgres://u:hunter2@h/d')) + String(readUrl('postgres://u:hunter2@h/d').password),
    ).not.toContain('hunter2');
  });

  it('knows every form of its secrets, whole or broken', () => {
    for (const text of [
      'postgres://u:p%40ssw%25rd@h/d',
      'postgres://u:bad%zz@h/d',
      'postgres://h/d?password=p%26word',
      'nonsense',
      '',
    ]) {
      for (const form of secretsOf(text)) expect(mask(`it was ${form} here`, secretsOf(text))).not.toContain(form);
    }
    expect(secretsOf('postgres://u:p%40ss@h/d')).toEqual(['postgres://u:p%40ss@h/d', 'p%40ss', 'p@ss']);
  });
});

it('tries each sslmode in its order, and never TLS on a unix socket', () => {
  expect(SSL_MODES.map((mode) => attempts(mode, 'h').join(' then '))).toEqual([
    'plain',
    'plain then tls',
    'tls then plain',
    'tls',
    'tls',
    'tls',
  ]);
  expect(SSL_MODES.map((mode) => attempts(mode, '/tmp').join())).toEqual(SSL_MODES.map(() => 'plain'));
  expect(SSL_MODES.map((mode) => verification(mode, null))).toEqual([
    'none',
    'none',
    'none',
    'none',
    'authority',
    'authority-and-host',
  ]);
  expect(verification('require', '/ca.pem')).toBe('authority');
});
