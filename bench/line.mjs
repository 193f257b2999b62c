// Applying over a line that takes its time: how often a tool waits for it, and how long that is.
import { join } from 'node:path';
import { contenderOf, deployed, folderFor } from './appliers.mjs';
import { once } from './measure.mjs';
import { turnsProxy } from './turns.mjs';
import { histories, six } from './workload.mjs';

/** Milliseconds of one turn on the way. */
const DELAY = 80;
const MANY = 50;

export async function measureLine(here) {
  const { kinds, work, server } = here;
  const proxy = await turnsProxy(server.port, DELAY);
  const address = (url) => url.replace(`:${server.port}/`, `:${proxy.port}/`);
  const measured = [];
  const count = async (what, contender) => {
    await contender.before();
    const ran = await once(contender, here);
    const checked = await contender.check(ran);
    if (checked !== true)
      throw new Error(`${what}, ${contender.name}: ${checked} (exit ${ran.code})\n${ran.stdout}${ran.stderr}`);
    const connections = proxy.take();
    const sum = (field) => connections.reduce((all, c) => all + c[field], 0);
    const told = { connections: connections.length, connecting: sum('connecting'), turns: sum('turns'), waits: sum('waits') };
    measured.push({ what, name: contender.name, ...told, wall: ran.wall });
    process.stderr.write(`${what}: ${contender.name} ${told.waits} waits (${told.turns} turns), ${Math.round(ran.wall)} ms\n`);
  };
  try {
    const all = folderFor(join(work, 'line-many'), '0.x', histories(Array.from({ length: MANY }, (_, i) => six(i))), true);
    const tools = [kinds.tidemark('0.x'), kinds.kit('0.x'), kinds.orm('0.x')];
    for (const kind of here.quick ? [tools[0]] : [kinds.apart, ...tools])
      await count(`${MANY} migrations`, contenderOf(here, kind, all, MANY, { address }));
    for (const [what, ready] of [
      ['1 migration, the first of all', 0],
      ['1 migration, 10 applied', 10],
    ]) {
      const history = histories(Array.from({ length: ready + 1 }, (_, i) => six(i)));
      const dir = folderFor(join(work, `line-${ready}`), '0.x', history, true);
      const before = ready === 0 ? null : folderFor(join(work, `line-before-${ready}`), '0.x', history.slice(0, ready), true);
      const prepare = before === null ? undefined : (url) => deployed(here, before, url);
      for (const kind of tools) await count(what, contenderOf(here, kind, dir, ready + 1, { address, prepare }));
    }
  } finally {
    await proxy.close();
  }
  return { delay: DELAY, many: MANY, measured };
}
