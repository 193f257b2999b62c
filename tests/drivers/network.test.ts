/** What a connection lives through: ways to log in, cuts in the middle of an answer, and silence. */
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/base/problem.ts';
import { openSession } from '../../src/drivers/index.ts';
import { ConnectionLost, type Session } from '../../src/drivers/session.ts';
import { freshName, hasServer, type OwnServer, startServer } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { environmentOf, READ } from './environment.ts';
import { NETWORK } from './network.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Proxy {
  port: number;
  /** Connections that were accepted. */
  readonly accepted: number;
  /** Ends the client's side after so many further bytes of the server's. */
  cutAfter(bytes: number, how: 'reset' | 'end'): void;
  /** Forwards nothing any more, in either direction, and answers no new connection; nobody is told. */
  hush(): void;
  close(): void;
}

async function startProxy(port: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  let silent = false;
  let cut: { left: number; how: 'reset' | 'end' } | null = null;
  const proxy = createServer({ allowHalfOpen: true }, (client) => {
    accepted += 1;
    const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      const other = socket === client ? server : client;
      socket.on('end', () => {
        if (!silent) other.end();
      });
      socket.on('close', () => {
        if (!silent) other.destroy();
      });
    }
    client.on('data', (data) => {
      if (!silent) server.write(data);
    });
    server.on('data', (data) => {
      if (silent) return;
      if (cut === null || data.length < cut.left) {
        if (cut) cut.left -= data.length;
        client.write(data);
        return;
      }
      const { left, how } = cut;
      cut = null;
      client.write(data.subarray(0, left), () => (how === 'reset' ? client.resetAndDestroy() : client.end()));
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    cutAfter(bytes, how) {
      cut = { left: bytes, how };
    },
    hush() {
      silent = true;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}

describe.skipIf(sharedServer(18) === null).each(NETWORK)('%s: a connection that breaks', (driver) => {
  const server = sharedServer(18);

  async function through(): Promise<{ proxy: Proxy; session: Session }> {
    const proxy = await startProxy(server?.port ?? 0);
    const url = (server?.url() ?? '').replace(`:${server?.port}/`, `:${proxy.port}/`);
    return { proxy, session: await openSession(environmentOf(driver, url, { connectTimeout: 500 }), READ) };
  }

  it.each(['reset', 'end'] as const)(
    'in the middle of an answer (%s) is lost, and nobody connects again by himself',
    async (how) => {
      const { proxy, session } = await through();
      const before = proxy.accepted;
      proxy.cutAfter(100_000, how);
      const lost = session.send(`begin; select repeat('x', 1000000); commit`).catch((error: unknown) => error);
      const next = session.send('select 1').catch((error: unknown) => error);
      expect(await lost).toBeInstanceOf(ConnectionLost);
      expect(await next).toBeInstanceOf(ConnectionLost);
      await expect(session.send('select 1')).rejects.toBeInstanceOf(ConnectionLost);
      expect(session.sent).toBe(1);
      await session.close();
      expect(proxy.accepted).toBe(before);
      proxy.close();
    },
  );

  it.each([0, 1, 5, 60])('after %i bytes of an answer is lost', async (bytes) => {
    const { proxy, session } = await through();
    proxy.cutAfter(bytes, 'reset');
    await expect(session.send('select 1 as one; select 2 as two')).rejects.toBeInstanceOf(ConnectionLost);
    await session.close();
    proxy.close();
  });

  it('goes silent: it waits, can be abandoned, and asks for a cancel no longer than for a connection', async () => {
    const { proxy, session } = await through();
    proxy.hush();
    let settled = false;
    const waits = session
      .send('select 1')
      .catch((error: unknown) => error)
      .finally(() => {
        settled = true;
      });
    await pause(100);
    expect(settled).toBe(false);
    const begun = Date.now();
    await session.cancel().catch((error: unknown) => expect(error).toBeInstanceOf(Error));
    expect(Date.now() - begun).toBeLessThan(1_500);
    await session.close();
    expect(Date.now() - begun).toBeLessThan(2_500);
    expect(await waits).toBeInstanceOf(ConnectionLost);
    proxy.close();
  });

  it('goes silent while idle: closing takes two seconds at most', async () => {
    const { proxy, session } = await through();
    proxy.hush();
    const begun = Date.now();
    await session.close();
    expect(Date.now() - begun).toBeLessThan(2_500);
    proxy.close();
  });

  it('reads no environment variable', async () => {
    const before = { ...process.env };
    const wrong = {
      PGHOST: 'nowhere.invalid',
      PGPORT: '1',
      PGUSER: 'nobody',
      PGDATABASE: 'none',
      PGOPTIONS: '-c nonsense=1',
      PGSSLMODE: 'verify-full',
    };
    Object.assign(process.env, wrong, {
      PGTARGETSESSIONATTRS: 'standby',
      PGAPPNAME: 'wrong',
      PGMAX: '7',
      PGDEBUG: '1',
      PGFETCH_TYPES: 'true',
    });
    const session = await openSession(environmentOf(driver, server?.url() ?? ''), READ);
    const [result] = await session.send(`select current_user as who, current_setting('application_name') as name`);
    expect(process.env['PGUSER']).toBe('nobody');
    process.env = before;
    expect(result?.rows).toEqual([{ who: 'postgres', name: READ.applicationName }]);
    await session.close();
  });

  it('speaks UTF-8 with a database of another encoding', async () => {
    if (server === null) return;
    const name = freshName();
    const admin = await openSession(environmentOf('pg', server.url()), READ);
    await admin.send(`create database ${name} template template0 encoding latin1 locale 'C'`);
    const session = await openSession(environmentOf(driver, server.url(name)), READ);
    expect(await session.send(`select 'Zoë' as name, octet_length('ë'::bytea)::text as bytes`)).toMatchObject([
      { rows: [{ name: 'Zoë', bytes: '1' }] },
    ]);
    await expect(session.send(`select '表'`)).rejects.toMatchObject({ sqlstate: '22P05' });
    await session.close();
    await admin.send(`drop database ${name}`);
    await admin.close();
  });

  it.skipIf(!existsSync('/proc/net/tcp'))('has TCP keepalive switched on', async () => {
    const session = await openSession(environmentOf(driver, server?.url() ?? ''), READ);
    const [result] = await session.send('select inet_client_port() as port');
    const port = Number(result?.rows[0]?.['port']).toString(16).toUpperCase().padStart(4, '0');
    // https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html: the sixth word is the timer that runs, 02 is keepalive.
    const lines = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    const timer = lines.find(([, local]) => local?.endsWith(`:${port}`))?.[5]?.split(':')[0];
    await session.close();
    expect(timer).toBe('02');
  });
});

describe.skipIf(!hasServer(18))('logging in', () => {
  const METHODS = { scram: 'scram-sha-256', digest: 'md5', clear: 'password' } as const;
  let server: OwnServer;

  beforeAll(async () => {
    const lines = Object.entries(METHODS).map(([role, method]) => `host all ${role} all ${method}`);
    server = await startServer(18, {
      hba: [...lines, 'host all trusted all trust', 'host all all all scram-sha-256', ''].join('\n'),
    });
    const admin = await openSession(environmentOf('pg', server.url()), READ);
    await admin.send('create role trusted login; create role scram login; create role digest login; create role clear login');
    await admin.close();
  });
  afterAll(() => server?.stop());

  const PASSWORDS = [
    `p@:/?#[]%25&=+"'\\ $;`,
    'pä🚢ß 表',
    // SCRAM takes these in their normal form: SASLprep.
    'ﬁne ⅷ\u00ad',
    'x'.repeat(500),
    ' ',
    '%',
    'null',
  ];

  it.each(PASSWORDS)('with the password %j, asked for in every way; a wrong one is not repeated', async (password) => {
    const admin = await openSession(environmentOf('pg', server.url()), READ);
    const quoted = `'${password.replaceAll("'", "''")}'`;
    await admin.send(`set password_encryption = 'scram-sha-256'; alter role scram password ${quoted}; alter role clear password ${quoted};
      set password_encryption = 'md5'; alter role digest password ${quoted}`);
    await admin.close();
    for (const driver of NETWORK) {
      for (const role of Object.keys(METHODS)) {
        const url = (word: string): string => `postgres://${role}:${encodeURIComponent(word)}@127.0.0.1:${server.port}/postgres`;
        const session = await openSession(environmentOf(driver, url(password)), READ);
        expect(await session.send('select current_user as who')).toMatchObject([{ rows: [{ who: role }] }]);
        await session.close();
        const wrong = `${password}-not`;
        const refused = await openSession(environmentOf(driver, url(wrong)), READ).catch((error: unknown) => error);
        expect(refused).toMatchObject({ code: 'password-refused' });
        const { message, why, fix } = refused as Problem;
        expect([message, why, fix].join('\n')).not.toContain(wrong);
      }
    }
  });

  it.each(NETWORK)('%s: without a password where none is asked for', async (driver) => {
    const session = await openSession(environmentOf(driver, `postgres://trusted@127.0.0.1:${server.port}/postgres`), READ);
    expect(await session.send('select current_user as who')).toMatchObject([{ rows: [{ who: 'trusted' }] }]);
    await session.close();
  });
});
