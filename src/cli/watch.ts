/** The same command again and again for a bounded time: first its whole answer, then only the lines that changed. A round in which no database moved reads nothing. */
import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../base/problem.ts';
import { mask } from '../base/secret.ts';
import { answerText } from '../report/answer.ts';
import type { Answer, Face, Input } from '../run/input.ts';
import { run } from '../run/run.ts';
import type { Watched } from '../run/still.ts';
import type { Io } from './io.ts';
import { type Shape, show, styleOf } from './show.ts';

/** Milliseconds between two looks. */
const EVERY = 5_000;

/** Resolves with the status of the last look. As one JSON object, or for GitHub, only that one is shown. */
export async function watch(name: string, input: Input, face: Face, shape: Shape, io: Io, typed: string): Promise<number> {
  const seconds = Number(typed);
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new Problem('bad-watch', `"${typed}" is no time to watch.`, { why: 'It is a number of seconds.', fix: '--watch 60' });
  // drizzle-kit is not started every few seconds.
  const looking: Input = { ...input, flags: new Map([...input.flags, ['databases', ['']]]) };
  const watched: Watched = { places: null, still: false };
  let end: number | null = null;
  let before: string[] | null = null;
  for (;;) {
    // The last look decides the status, so it is a whole one.
    const last = end !== null && end <= performance.now();
    watched.still = false;
    const answer: Answer = await run(name, looking, face, last ? {} : { watched });
    end ??= performance.now() + seconds * 1000;
    const left = end - performance.now();
    if (!watched.still) {
      if (shape.json || shape.github) {
        if (left <= 0) return show(answer, shape, io);
      } else {
        const lines = mask(await answerText(answer, shape, styleOf(io, answer.secrets)), answer.secrets).split('\n');
        const text = before === null ? lines : changed(before, lines);
        if (text.length > 0) io[answer.problem ? 'err' : 'out'](`${text.join('\n')}\n`);
        before = lines;
        if (left <= 0) return answer.exit;
      }
    }
    // A timer counts whole milliseconds and may be one early: the last look would be two.
    await pause(Math.max(0, Math.min(EVERY, Math.ceil(left) + 1)));
  }
}

/** Lines that went and lines that came, each as often as it did. */
function changed(was: readonly string[], now: readonly string[]): string[] {
  return [...less(was, now).map((line) => `- ${line}`), ...less(now, was).map((line) => `+ ${line}`)];
}

function less(some: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return some.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0 && line.trim() !== '';
  });
}
