// What client and server used together: the server's work is part of what applying costs.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, once } from './measure.mjs';

/** Linux tells it in ticks, of a process and of its children that ended and were waited for. */
const TICK = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { own: (fields[11] + fields[12]) * TICK, ended: (fields[13] + fields[14]) * TICK };
  } catch (error) {
    // It ended meanwhile, and counts with its parent's.
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return { own: 0, ended: 0 };
    throw error;
  }
}

const childrenOf = (pid) =>
  readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
    .filter(Boolean);

const postmaster = (server) => Number(readFileSync(join(server.folder, 'postmaster.pid'), 'utf8').split('\n')[0]);

/** All processes of the server, those that write behind it included. */
function serverCpu(server) {
  const pid = postmaster(server);
  const { own, ended } = stat(pid);
  return childrenOf(pid).reduce((sum, child) => sum + stat(child).own, own + ended);
}

/** A session's work is in the server's sum only when its process has ended or can still be seen. */
async function gone(server, database) {
  const pid = postmaster(server);
  const serves = (child) => {
    try {
      return readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(` ${database} `);
    } catch (error) {
      if (error.code === 'ENOENT' || error.code === 'ESRCH') return false;
      throw error;
    }
  };
  for (const end = Date.now() + 5000; childrenOf(pid).some(serves) && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 10));
}

/** `client` and `server` in ms of CPU; `rss` only of Node processes. The bench waits for one process at a time. */
export async function used(contender, { server, ...context }) {
  const before = [stat('self').ended, serverCpu(server)];
  const ran = await once(contender, context);
  await gone(server, contender.database);
  const [client, served] = [stat('self').ended - before[0], serverCpu(server) - before[1]];
  return { ...ran, client, server: served, cpu: client + served };
}

/** As `rounds`, with both sides; the first contender is what the others are held against. */
export async function roundsOfBoth(name, contenders, context, { n = context.n, warm = true } = {}) {
  const samples = contenders.map(() => []);
  for (let round = warm ? 0 : 1; round <= n; round += 1) {
    for (const [i, contender] of contenders.entries()) {
      await contender.before?.();
      const ran = await used(contender, context);
      const checked = await contender.check(ran);
      if (checked !== true) {
        const said = `${ran.stdout}${ran.stderr}`.slice(-2000);
        throw new Error(`${name}: ${contender.name} did not do its work (${checked || 'unexpected'}, exit ${ran.code})\n${said}`);
      }
      const { wall, cpu, client, server, rss } = ran;
      if (round > 0) samples[i].push({ wall, cpu, client, server, rss });
    }
  }
  const rows = contenders.map((contender, i) => {
    const of = (field) => (samples[i][0][field] === null ? null : median(samples[i].map((s) => s[field])));
    const over = (field) => median(samples[i].map((s, at) => s[field] / samples[0][at][field]));
    const measured = Object.fromEntries(['wall', 'client', 'server', 'rss'].map((field) => [field, of(field)]));
    return { name: contender.name, ...measured, wallOver: over('wall'), cpuOver: over('cpu') };
  });
  process.stderr.write(
    `${name}: ${rows.map((r) => `${r.name} ${Math.round(r.wall)} ms (${r.wallOver.toFixed(2)} ×, CPU ${r.cpuOver.toFixed(2)} ×)`).join(', ')}\n`,
  );
  return { name, rows, n };
}
