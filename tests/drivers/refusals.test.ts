/** What cannot be connected to is a Problem with the right code, a way out and no secret; each sslmode keeps its meaning. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect as connectTo, createServer, type Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../src/base/problem.ts';
import { openSession } from '../../src/drivers/index.ts';
import { ConnectionLost } from '../../src/drivers/session.ts';
import { MAJORS } from '../majors.ts';
import { createDatabase, dropDatabase, hasServer, type OwnServer, PASSWORD, startServer } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { environmentOf, READ } from './environment.ts';
import { NETWORK } from './network.ts';

async function problem(driver: string, url: string, secrets: string[] = [], over = {}): Promise<Problem> {
  const thrown = await openSession(environmentOf(driver, url, over), READ).then(
    async (session) => session.close(),
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(Problem);
  const found = thrown as Problem;
  const said = [found.message, found.why, found.fix, String(found.stack), JSON.stringify(found)].join('\n');
  for (const secret of [PASSWORD, url, ...secrets]) expect(said).not.toContain(secret);
  expect(said).not.toMatch(/undefined|\[object/);
  expect(found.fix).not.toBe('');
  return found;
}

const listening = async (server: NetServer): Promise<number> => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
};

describe.each(NETWORK)('%s without a server', (driver) => {
  const problemOf = problem.bind(null, driver);

  it('connection-refused', async () => {
    const probe = createServer();
    const port = await listening(probe);
    await new Promise((resolve) => probe.close(resolve));
    for (const mode of ['disable', 'prefer', 'require']) {
      expect((await problemOf(`postgres://u:${PASSWORD}@127.0.0.1:${port}/d?sslmode=${mode}`)).code).toBe('connection-refused');
    }
    expect((await problemOf(`postgres://u:${PASSWORD}@localhost:${port}/d`)).code).toBe('connection-refused');
  });

  it('a password that is also the name of role, database and host hides none of these', async () => {
    const thrown = await openSession(environmentOf(driver, 'postgres://postgres:postgres@127.0.0.1:1/postgres'), READ).catch(
      (error: unknown) => error,
    );
    expect(thrown).toMatchObject({ code: 'connection-refused', message: '127.0.0.1:1 refuses connections (environment dev)' });
  });

  it('connection-refused: a socket that is not there', async () => {
    expect((await problemOf('postgres://u@%2Fnowhere%2Fat%2Fall/d')).code).toBe('connection-refused');
  });

  it('host-not-found', async () => {
    expect((await problemOf(`postgres://u:${PASSWORD}@nowhere.invalid/d`)).code).toBe('host-not-found');
    expect((await problemOf(`postgres://${'h'.repeat(5000)}/d`)).code).toBe('host-not-found');
  });

  it('connect-timeout: something listens and says nothing', async () => {
    const silent = createServer(() => undefined);
    const port = await listening(silent);
    const found = await problemOf(`postgres://u:${PASSWORD}@127.0.0.1:${port}/d`, [], { connectTimeout: 150 });
    expect(found).toMatchObject({ code: 'connect-timeout', why: expect.stringContaining('0.15 s') });
    expect((await problemOf(`postgres://127.0.0.1:${port}/d?sslmode=disable&connect_timeout=1`)).code).toBe('connect-timeout');
    silent.close();
  });

  it('not-postgresql: a web server', async () => {
    const web = createHttpServer();
    const port = await listening(web);
    expect((await problemOf(`postgres://u:${PASSWORD}@127.0.0.1:${port}/d?sslmode=require`)).code).toBe('not-postgresql');
    web.close();
  });

  it('connection-failed: closed at once', async () => {
    const rude = createServer((socket) => socket.destroy());
    const port = await listening(rude);
    for (const mode of ['disable', 'require']) {
      expect((await problemOf(`postgres://u:${PASSWORD}@127.0.0.1:${port}/d?sslmode=${mode}`)).code).toBe('connection-failed');
    }
    rude.close();
  });

  it('url-invalid, driver-unknown', async () => {
    expect((await problemOf(`mysql://u:${PASSWORD}@h/d`)).code).toBe('url-invalid');
    await expect(openSession(environmentOf('pgg', ''), READ)).rejects.toMatchObject({
      code: 'driver-unknown',
      fix: "Write driver: 'pg'.",
    });
    await expect(openSession(environmentOf('constructor', ''), READ)).rejects.toMatchObject({ code: 'driver-unknown' });
  });
});

describe.each(NETWORK.flatMap((driver) => MAJORS.map((major) => ({ driver, major }))))(
  '$driver on PostgreSQL $major',
  ({ driver, major }) => {
    const problemOf = problem.bind(null, driver);
    const server = sharedServer(major);
    const at = `127.0.0.1:${server?.port}`;

    it.skipIf(server === null)('password-refused: a wrong one, an unknown role, none at all', async () => {
      const wrong = await problemOf(`postgres://postgres:wr%40ng-pass@${at}/postgres`, ['wr@ng-pass', 'wr%40ng-pass']);
      expect(wrong).toMatchObject({ code: 'password-refused', why: expect.stringContaining('28P01') });
      expect((await problemOf(`postgres://nobody-here:whatever@${at}/postgres`, ['whatever'])).code).toBe('password-refused');
      const before = { ...process.env };
      // What libpq and the package would fall back to; it must not count.
      Object.assign(process.env, {
        PGPASSWORD: PASSWORD,
        PGOPTIONS: '-c nonsense=1',
        PGSSLNEGOTIATION: 'direct',
        PGHOST: 'nowhere.invalid',
      });
      const none = await problemOf(`postgres://postgres@${at}/postgres`);
      process.env = before;
      expect(none).toMatchObject({ code: 'password-refused', message: expect.stringContaining('No password') });
    });

    it.skipIf(server === null)('a server without TLS is spoken to over one connection', async () => {
      let connections = 0;
      const relay = createServer((from) => {
        connections += 1;
        const to = connectTo({ host: '127.0.0.1', port: server?.port ?? 0 });
        from.pipe(to).pipe(from);
        for (const [one, other] of [
          [from, to],
          [to, from],
        ] as const)
          one.on('error', () => other.destroy()).on('close', () => other.destroy());
      });
      const port = await listening(relay);
      const url = (password: string, mode: string): string =>
        `postgres://postgres:${password}@127.0.0.1:${port}/postgres?sslmode=${mode}`;
      const session = await openSession(environmentOf(driver, url(PASSWORD, 'prefer')), READ);
      const [ssl] = await session.send('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
      await session.close();
      expect([ssl?.rows[0]?.['ssl'], connections]).toEqual(['f', 1]);
      expect((await problemOf(url('wrong', 'prefer'))).code).toBe('password-refused');
      expect(connections).toBe(2);
      expect((await problemOf(url(PASSWORD, 'require'))).code).toBe('tls-refused');
      relay.close();
    });

    it.skipIf(server === null)('database-absent', async () => {
      const found = await problemOf(`postgres://postgres:${PASSWORD}@${at}/not_there`);
      expect(found).toMatchObject({
        code: 'database-absent',
        fix: expect.stringContaining(`createdb -h 127.0.0.1 -p ${server?.port} -U postgres not_there`),
      });
    });

    it.skipIf(server === null)('tls-refused: the server has none', async () => {
      for (const mode of ['require', 'verify-ca', 'verify-full']) {
        expect((await problemOf(`${server?.url()}?sslmode=${mode}`)).code).toBe('tls-refused');
      }
    });

    it.skipIf(server === null)('too-many-connections, connect-forbidden', async () => {
      if (server === null) return;
      const url = await createDatabase(server);
      const name = new URL(url).pathname.slice(1);
      const admin = await openSession(environmentOf(driver, server.url()), READ);
      await admin.send(`create role r_${name} login password 'ordinary-1'; alter database ${name} connection limit 0`);
      const ordinary = `postgres://r_${name}:ordinary-1@${at}/${name}`;
      expect((await problemOf(ordinary, ['ordinary-1'])).code).toBe('too-many-connections');
      await admin.send(`alter database ${name} connection limit -1; revoke connect on database ${name} from public`);
      expect((await problemOf(ordinary, ['ordinary-1'])).code).toBe('connect-forbidden');
      await dropDatabase(server, url);
      await admin.send(`drop role r_${name}`);
      await admin.close();
    });

    it.skipIf(server === null)('sends options, settings and the application name', async () => {
      const query = 'options=-c%20search_path%3Da%2Cb&application_name=my%20app&lock_timeout=123&sslmode=allow';
      const session = await openSession(environmentOf(driver, `${server?.url()}?${query}`), READ);
      const [result] = await session.send(
        `select current_setting('search_path') p, current_setting('application_name') n, current_setting('lock_timeout') t`,
      );
      expect(result?.rows).toEqual([{ p: 'a,b', n: 'my app', t: '123ms' }]);
      await session.close();
    });
  },
);

it.skipIf(!hasServer(18)).each(NETWORK)('%s: server-starting, a server that lets nobody in yet', async (driver) => {
  const standby = await startServer(18, {
    settings: { hot_standby: 'off' },
    prepare: (data) => writeFileSync(join(data, 'standby.signal'), ''),
  });
  const found = await problem(driver, standby.url());
  await standby.stop();
  expect(found).toMatchObject({ code: 'server-starting', why: expect.stringContaining('57P03') });
});

it.skipIf(!hasServer(15)).each(NETWORK)(
  '%s: a server that dies in the middle is a lost connection, for those who wait and for those who do not',
  async (driver) => {
    const server = await startServer(15);
    const waiting = await openSession(environmentOf(driver, server.url()), READ);
    const idle = await openSession(environmentOf(driver, server.url()), READ);
    const slow = waiting.send('select pg_sleep(30)').catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await server.stop();
    expect(await slow).toBeInstanceOf(ConnectionLost);
    await expect(idle.send('select 1')).rejects.toBeInstanceOf(ConnectionLost);
    await expect(waiting.cancel()).rejects.toThrow();
    await Promise.all([waiting.close(), idle.close()]);
  },
);

const openssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!openssl || sharedServer(18) === null)('TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-tls-'));
  const authority = join(folder, 'ca.pem');
  const other = join(folder, 'other.pem');
  let server: OwnServer;

  const make = (name: string, subject: string, ...more: string[]): void => {
    const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', subject, ...files, ...more],
      { stdio: 'ignore' },
    );
  };

  beforeAll(async () => {
    make('ca', '/CN=authority');
    make('other', '/CN=another authority');
    make(
      'server',
      '/CN=localhost',
      '-CA',
      authority,
      '-CAkey',
      join(folder, 'ca.key'),
      '-addext',
      'subjectAltName=DNS:localhost',
    );
    server = await startServer(18, {
      settings: { ssl: 'on' },
      // Roles decide which way is open: both, only TLS, only plain.
      hba: 'hostssl all tls_only all scram-sha-256\nhostnossl all plain_only all scram-sha-256\nhost all postgres all scram-sha-256\n',
      prepare: (data) => {
        execFileSync('cp', [join(folder, 'server.pem'), join(data, 'server.crt')]);
        execFileSync('install', ['-m', '600', join(folder, 'server.key'), join(data, 'server.key')]);
      },
    });
    const admin = await openSession(environmentOf('pg', server.url()), READ);
    await admin.send(`create role tls_only login password '${PASSWORD}'; create role plain_only login password '${PASSWORD}'`);
    await admin.close();
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  describe.each(NETWORK)('%s', (driver) => {
    /** `tls`, `plain`, or the problem's code. */
    async function outcome(role: string, query: string, host = '127.0.0.1', over = {}): Promise<string> {
      const url = `postgres://${role}:${PASSWORD}@${host}:${server.port}/postgres?${query}`;
      try {
        const session = await openSession(environmentOf(driver, url, over), READ);
        const [result] = await session.send('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
        await session.close();
        return result?.rows[0]?.['ssl'] === 't' ? 'tls' : 'plain';
      } catch (error) {
        if (error instanceof Problem) return error.code;
        throw error;
      }
    }

    it.each([
      ['disable', 'plain', 'tls-required', 'plain'],
      ['allow', 'plain', 'tls', 'plain'],
      ['prefer', 'tls', 'tls', 'plain'],
      ['require', 'tls', 'tls', 'password-refused'],
    ])('sslmode=%s: both ways %s, only TLS %s, only plain %s', async (mode, both, tls, plain) => {
      expect(await outcome('postgres', `sslmode=${mode}`)).toBe(both);
      expect(await outcome('tls_only', `sslmode=${mode}`)).toBe(tls);
      expect(await outcome('plain_only', `sslmode=${mode}`)).toBe(plain);
    });

    it('nothing given means prefer', async () => {
      expect(await outcome('postgres', '')).toBe('tls');
    });

    it.each([
      ['require, wrong authority given', 'require', 'other', '127.0.0.1', 'certificate-refused'],
      ['require, authority given', 'require', 'ca', '127.0.0.1', 'tls'],
      ['verify-ca, no authority', 'verify-ca', '', 'localhost', 'certificate-refused'],
      ['verify-ca, wrong authority', 'verify-ca', 'other', 'localhost', 'certificate-refused'],
      ['verify-ca, another host name', 'verify-ca', 'ca', '127.0.0.1', 'tls'],
      ['verify-full, another host name', 'verify-full', 'ca', '127.0.0.1', 'certificate-refused'],
      ['verify-full', 'verify-full', 'ca', 'localhost', 'tls'],
      ['verify-full, wrong authority', 'verify-full', 'other', 'localhost', 'certificate-refused'],
    ])('%s', async (_, mode, name, host, expected) => {
      const root = name === '' ? '' : `&sslrootcert=${encodeURIComponent(name === 'ca' ? authority : other)}`;
      expect(await outcome('postgres', `sslmode=${mode}${root}`, host)).toBe(expected);
    });

    it.each([
      ['the right authority', 'ca', 'tls'],
      ['another', 'other', 'certificate-refused'],
    ])('verify-full with %s given in the config beside the URL', async (_, name, expected) => {
      const ca = readFileSync(name === 'ca' ? authority : other, 'utf8');
      expect(await outcome('postgres', 'sslmode=verify-full', 'localhost', { ca })).toBe(expected);
    });

    it('certificate-unreadable: the file that sslrootcert names is not there', async () => {
      expect(await outcome('postgres', `sslmode=verify-ca&sslrootcert=${encodeURIComponent(join(folder, 'none.pem'))}`)).toBe(
        'certificate-unreadable',
      );
    });

    it('binds the password to the channel when asked, or says that it cannot', async () => {
      expect(await outcome('postgres', 'sslmode=require&channel_binding=require')).toBe(
        driver === 'pg' ? 'tls' : 'channel-binding-unsupported',
      );
    });

    it('cancels over a connection with TLS', async () => {
      const session = await openSession(environmentOf(driver, `${server.url()}?sslmode=require`), READ);
      const slow = session.send('select pg_sleep(30)').catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await session.cancel();
      expect(await slow).toMatchObject({ sqlstate: '57014' });
      await session.close();
    });
  });
});
