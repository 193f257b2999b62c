/** A hot standby of a server of one's own, from a copy of its data. */
import { execFileSync } from 'node:child_process';
import { chownSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, PASSWORD, USER } from '../servers.ts';
import { type Revivable, revive } from './revivable.ts';
import { sql, until } from './sql.ts';

/** The primary is down for the moment of the copy. The standby has caught up when this resolves. */
export async function standbyOf(primary: Revivable): Promise<Revivable> {
  const folder = `${primary.folder}-standby`;
  await primary.down('fast');
  execFileSync('cp', ['-a', primary.folder, folder]);
  await primary.up();
  const { uid, gid } = statSync(primary.folder);
  const signal = join(folder, 'standby.signal');
  writeFileSync(signal, '');
  chownSync(signal, uid, gid);
  const from = `host=127.0.0.1 port=${primary.port} user=${USER} password=${PASSWORD}`;
  writeFileSync(join(folder, 'postgresql.auto.conf'), `primary_conninfo = '${from}'\n`, { flag: 'a' });
  const standby = revive(primary, folder, await freePort());
  await standby.up();
  await until('the standby follows', 30_000, async () => {
    const [at] = await sql(standby.url(), `select pg_is_in_recovery() as standby, status from pg_stat_wal_receiver`);
    return at?.['standby'] === 't' && at['status'] === 'streaming';
  });
  return standby;
}
