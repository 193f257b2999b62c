/** What a run did and whom it waited for, gathered from its events. */
import type { Holder } from '../sql/blockers.ts';
import type { Listener } from './progress.ts';

export interface Waited {
  /** For whom, in words, as it was told last. */
  for: string;
  /** Until the try that came through, to a tenth. */
  seconds: number;
  /** Who it was, as far as the role may see. */
  holders: Holder[];
}

export interface Recorder {
  tell: Listener;
  /** Milliseconds by migration; of one that several transactions held, their sum. */
  committed: Map<string, number>;
  /** Of transactions that held several migrations. */
  together(): number;
  /** In order; one that is not over yet counts until now. */
  waited(): Waited[];
}

interface Wait {
  what: string;
  for: string;
  began: number;
  /** The last try, which may be the one that came through. */
  tried: number | null;
  holders: Holder[];
}

/** Each event is handed on. */
export function recorder(onProgress: Listener | undefined): Recorder {
  const committed = new Map<string, number>();
  const over: Waited[] = [];
  let wait: Wait | null = null;
  let together = 0;
  const end = (): void => {
    if (wait) over.push(waitedIn(wait));
    wait = null;
  };
  return {
    committed,
    waited: () => [...over, ...(wait ? [waitedIn(wait)] : [])],
    together: () => together,
    async tell(progress) {
      const { event } = progress;
      if (event === 'waiting') {
        // Behind the colon stands who it is just now, with times that grow.
        const [what = ''] = progress.for.split(':', 1);
        if (wait?.what !== what) end();
        const began = performance.now() - progress.seconds * 1000;
        wait ??= { what, for: progress.for, began, tried: null, holders: [] };
        wait = { ...wait, for: progress.for, tried: null, holders: joined(wait.holders, progress.holders ?? []) };
      } else if (event === 'running') {
        if (wait) wait.tried = performance.now();
      } else if (event !== 'progress' && event !== 'cleared') end();
      if (event === 'committed') {
        const { migration, milliseconds } = progress;
        if (migration === undefined) together += milliseconds;
        else committed.set(migration, (committed.get(migration) ?? 0) + milliseconds);
      }
      await onProgress?.(progress);
    },
  };
}

const waitedIn = ({ for: whom, began, tried, holders }: Wait): Waited => ({
  for: whom,
  seconds: Math.round(((tried ?? performance.now()) - began) / 100) / 10,
  holders,
});

/** Each once, as it was seen last. */
const joined = (before: readonly Holder[], now: readonly Holder[]): Holder[] => [
  ...before.filter((h) => !now.some((n) => n.pid === h.pid && n.name === h.name)),
  ...now,
];
