// How long, how much CPU, how much memory: processes timed in interleaved rounds, each held against bare Node of its round.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const USAGE = fileURLToPath(new URL('usage.cjs', import.meta.url));

/** Quotes for NODE_OPTIONS, which splits at spaces. */
const quoted = (path) => (path.includes(' ') ? JSON.stringify(path) : path);

/**
 * Runs one process to its end. `wall` in ms; `cpu` in ms (user + system, of the process and its Node children) and `rss` in MB
 * (of the largest of them) are null for what is not Node.
 */
export function once({ command, cwd, env = {} }, { work }) {
  const usage = mkdtempSync(join(work, 'usage-'));
  const isNode = command[0] === process.execPath;
  const all = {
    PATH: process.env.PATH ?? '',
    HOME: join(work, 'home'),
    TMPDIR: join(work, 'tmp'),
    NO_COLOR: '1',
    ...(isNode && { NODE_OPTIONS: `--require ${quoted(USAGE)}`, BENCH_USAGE: usage }),
    ...env,
  };
  mkdirSync(all.HOME, { recursive: true });
  mkdirSync(all.TMPDIR, { recursive: true });
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(command[0], command.slice(1), { cwd: cwd ?? work, env: all, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const wall = Number(process.hrtime.bigint() - start) / 1e6;
      const used = readdirSync(usage).map((name) => JSON.parse(readFileSync(join(usage, name), 'utf8')));
      rmSync(usage, { recursive: true });
      if (isNode && used.length === 0) reject(new Error(`${command.join(' ')}: ended without telling what it used\n${stderr}`));
      const cpu = used.reduce((sum, u) => sum + (u.userCPUTime + u.systemCPUTime) / 1000, 0);
      const rss = Math.max(...used.map((u) => u.maxRSS / 1024));
      const told = { code, stdout: stripVTControlCharacters(stdout), stderr: stripVTControlCharacters(stderr) };
      resolve({ ...told, wall, cpu: isNode ? cpu : null, rss: isNode ? rss : null });
    });
  });
}

export const bare = { name: 'bare Node', command: [process.execPath, '-e', '0'], check: ({ code }) => code === 0 };

/**
 * One group of contenders, A B C A B C, so that the machine's drift meets all alike; one round before is not counted.
 * Every run is held to its `check` (true, or what is wrong): a broken build starts fast.
 */
export async function rounds(name, contenders, context) {
  const all = [bare, ...contenders];
  const samples = all.map(() => []);
  for (let round = 0; round <= context.n; round += 1) {
    for (const [i, contender] of all.entries()) {
      await contender.before?.();
      const ran = await once(contender, context);
      const checked = await contender.check(ran);
      if (checked !== true) {
        const said = `${ran.stdout}${ran.stderr}`.slice(-2000);
        throw new Error(`${name}: ${contender.name} did not do its work (${checked || 'unexpected'}, exit ${ran.code})\n${said}`);
      }
      const { wall, cpu, rss } = ran;
      if (round > 0) samples[i].push({ wall, cpu, rss });
    }
  }
  const rows = all.map((contender, i) => row(contender.name, samples[i], samples[0]));
  process.stderr.write(`${name}: ${rows.map((r) => `${r.name} ${Math.round(r.wall)} ms`).join(', ')}\n`);
  return { name, rows };
}

function row(name, samples, base) {
  const measured = (field) => (samples.every((s) => s[field] !== null) ? median(samples.map((s) => s[field])) : null);
  const over = (field) =>
    samples.every((s) => s[field] !== null) ? median(samples.map((s, i) => s[field] / base[i][field])) : null;
  const above = samples.every((s) => s.cpu !== null) ? median(samples.map((s, i) => s.cpu - base[i].cpu)) : null;
  return {
    name,
    samples,
    wall: measured('wall'),
    cpu: measured('cpu'),
    rss: measured('rss'),
    wallOver: over('wall'),
    cpuOver: over('cpu'),
    cpuAbove: above,
  };
}

/** Median of what `of` makes of one round's samples, by name. */
export function perRound({ rows }, of) {
  const count = rows[0].samples.length;
  return median(Array.from({ length: count }, (_, i) => of((name) => rows.find((r) => r.name === name).samples[i])));
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
