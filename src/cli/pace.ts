/** How a long statement's progress is told: not too often, and with an estimate that says what it rests on. */
import type { Progress } from '../run/progress.ts';

type Event = Extract<Progress, { event: 'progress' }>;

/** Makes lines of events, null where it is too early for another: every two seconds at first, every tenth of the time later. */
export function pace(): (event: Event) => string | null {
  let last = Number.NEGATIVE_INFINITY;
  let phase = '';
  let from = { seconds: 0, done: 0 };
  return (event) => {
    const { seconds, done = 0 } = event;
    const now = `${event.migration} ${event.what} ${event.phase}`;
    if (now !== phase) {
      phase = now;
      from = { seconds, done };
      last = Number.NEGATIVE_INFINITY;
    }
    if (seconds - last < Math.max(2, seconds / 10)) return null;
    last = seconds;
    return `${lineOf(event)}${left(event, from)}`;
  };
}

function lineOf({ migration, seconds, what, phase, done = 0, total = 0 }: Event): string {
  const running = `${migration ?? 'the plan'} has been running for ${seconds} s`;
  if (what === undefined) return running;
  const counted = total > 0 ? `${Math.floor((100 * done) / total)} % of ${total}` : 'without a count of what is left';
  return `${running}: ${what}, ${phase}, ${counted}`;
}

function left({ seconds, done = 0, total = 0 }: Event, from: { seconds: number; done: number }): string {
  const [took, came] = [seconds - from.seconds, done - from.done];
  if (total === 0 || took < 2 || came <= 0) return '';
  return `, about ${Math.ceil(((total - done) * took) / came)} s left of this phase at the pace of the last ${took} s`;
}
