/** A fault at message 1, 2, … of a run, until a run finishes undisturbed; in `npm test` at a sample of them. */
import { FULL } from '../sample.ts';
import { Wrong } from './known.ts';
import { RESET } from './oracle.ts';
import { type Place, type Point, playPoint } from './point.ts';
import { startProxy } from './proxy.ts';
import { inProcess } from './runner.ts';

const MOST = 200;

/** `sample`: how many points `npm test` plays; the last message is always one of them. */
export async function everyPoint(place: Place, name: string, point: Point, sample = 3): Promise<void> {
  const wrong: string[] = [];
  const exits = new Map<number, number>();
  let played = 0;
  for (const n of FULL ? upTo(MOST) : spread(await messagesOf(place), sample, name.length)) {
    const outcome = await playPoint(place, n, point);
    wrong.push(...outcome.wrong);
    if (outcome.fired === null) {
      if (outcome.said?.exit !== 0) wrong.push(`message ${n}: not hit, and [${outcome.said?.exit}] ${outcome.said?.text}`);
      break;
    }
    played += 1;
    const exit = outcome.said?.exit ?? -1;
    exits.set(exit, (exits.get(exit) ?? 0) + 1);
    // A run that says nothing costs its whole patience: once is enough to know.
    if (outcome.wrong.some((what) => what.includes('silent for'))) break;
  }
  const told = [...exits].map(([exit, n]) => `${n} × exit ${exit}`).join(', ');
  process.stdout.write(`${name}: ${played} points (${told}), ${wrong.length} wrong\n`);
  if (played === 0) wrong.push('no message was hit: the run does not come to the server');
  if (wrong.length > 0) throw new Wrong(`${wrong.length} wrong in ${played} points`, wrong);
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** `n` of the messages, evenly, the last one among them; each name has others. */
function spread(messages: number, n: number, salt: number): number[] {
  const width = messages / n;
  return upTo(n).map((i) => (i === n ? messages : Math.max(1, Math.round(i * width) - (salt % Math.ceil(width)))));
}

/** Of an undisturbed run. */
async function messagesOf({ server, at, project }: Place): Promise<number> {
  await at.query(RESET);
  const proxy = await startProxy(server.port);
  project.aim(proxy.through(at.url));
  await inProcess(project.folder);
  await proxy.close();
  return proxy.messages;
}
