/** A fault at message 1, 2, … of a run, until a run finishes undisturbed; in `npm test` at a sample of them. */
import { FULL } from '../sample.ts';
import { RESET } from './oracle.ts';
import { aimedBy, type Place, type Point, playPoint } from './point.ts';
import { startProxy } from './proxy.ts';
import { inProcess } from './runner.ts';
import { Wrong } from './wrong.ts';

const MOST = 200;

export interface Ways {
  /** How many points `npm test` plays; the last message is always one of them. */
  sample?: number;
  /** Points at the same time, each on a database of its own: for those that mostly wait. */
  lanes?: number;
}

export async function everyPoint(place: Place, name: string, point: Point, { sample = 3, lanes = 1 }: Ways = {}): Promise<void> {
  const points = FULL ? upTo(MOST) : spread(await messagesOf(place, point), sample, name.length);
  const others = await Promise.all(upTo(Math.min(lanes, points.length) - 1).map(() => place.another()));
  const tally: Tally = { wrong: [], exits: new Map(), played: 0, ended: false };
  try {
    // Each takes the next point, until one of them was not hit.
    await Promise.all([place, ...others].map((lane) => playAll(lane, points, point, tally)));
  } finally {
    await Promise.all(others.map((other) => other.remove()));
  }
  const { wrong, exits, played } = tally;
  const told = [...exits].map(([exit, n]) => `${n} × exit ${exit}`).join(', ');
  process.stdout.write(`${name}: ${played} points (${told}), ${wrong.length} wrong\n`);
  if (played === 0) wrong.push('no message was hit: the run does not come to the server');
  if (wrong.length > 0) throw new Wrong(`${wrong.length} wrong in ${played} points`, wrong);
}

interface Tally {
  wrong: string[];
  exits: Map<number, number>;
  played: number;
  ended: boolean;
}

async function playAll(place: Place, points: number[], point: Point, tally: Tally): Promise<void> {
  for (let n = points.shift(); n !== undefined && !tally.ended; n = points.shift()) {
    const outcome = await playPoint(place, n, point);
    tally.wrong.push(...outcome.wrong);
    // A run that says nothing costs its whole patience: once is enough to know.
    tally.ended ||= outcome.fired === null || outcome.wrong.some((what) => what.includes('silent for'));
    if (outcome.fired === null) {
      if (outcome.said?.exit !== 0) tally.wrong.push(`message ${n}: not hit, and [${outcome.said?.exit}] ${outcome.said?.text}`);
      continue;
    }
    tally.played += 1;
    const exit = outcome.said?.exit ?? -1;
    tally.exits.set(exit, (tally.exits.get(exit) ?? 0) + 1);
  }
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** `n` of the messages, evenly, the last one among them; each name has others. */
function spread(messages: number, n: number, salt: number): number[] {
  const width = messages / n;
  return upTo(n).map((i) => (i === n ? messages : Math.max(1, Math.round(i * width) - (salt % Math.ceil(width)))));
}

/** Of an undisturbed run. */
async function messagesOf({ server, at, project }: Place, point: Point): Promise<number> {
  await at.query(RESET);
  const proxy = await startProxy(point.pooler ?? server.port);
  project.aim(proxy.through(at.url), aimedBy(point));
  await inProcess(project.folder);
  await proxy.close();
  return proxy.messages;
}
