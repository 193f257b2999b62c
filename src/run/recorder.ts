/** What a run did and whom it waited for, gathered from its events. */
import type { Holder } from '../sql/blockers.ts';
import type { Listener } from './progress.ts';

export interface Waited {
  /** For whom, in words. */
  for: string;
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
  waited: Map<string, Waited>;
}

/** Each event is handed on. */
export function recorder(onProgress: Listener | undefined): Recorder {
  const committed = new Map<string, number>();
  const waited = new Map<string, Waited>();
  let together = 0;
  return {
    committed,
    waited,
    together: () => together,
    async tell(progress) {
      if (progress.event === 'waiting') {
        const { for: whom, seconds, holders } = progress;
        const most = Math.max(seconds, waited.get(whom)?.seconds ?? 0);
        waited.set(whom, { for: whom, seconds: most, holders: holders ?? waited.get(whom)?.holders ?? [] });
      }
      if (progress.event === 'committed') {
        const { migration, milliseconds } = progress;
        if (migration === undefined) together += milliseconds;
        else committed.set(migration, (committed.get(migration) ?? 0) + milliseconds);
      }
      await onProgress?.(progress);
    },
  };
}
