/** What happens while a plan is applied, one event a step: the terminal, `--events` and the tests listen. */
import type { Holder } from '../sql/blockers.ts';

export type Progress =
  /** `until`: seconds after which it is given up. */
  | { event: 'waiting'; for: string; seconds: number; until?: number; holders?: Holder[] }
  /** A migration that one transaction cannot hold: which of its parts begins. */
  | { event: 'part'; environment: string; migration: string; part: number; parts: number }
  /** Of a statement that takes longer than two seconds. What the server counts, where it counts; `total` 0: there is no denominator. */
  | {
      event: 'progress';
      environment: string;
      migration?: string;
      seconds: number;
      what?: string;
      phase?: string;
      done?: number;
      total?: number;
    }
  /** Something half done was taken away before it is done anew. */
  | { event: 'cleared'; environment: string; migration: string; what: string; statement: string }
  | { event: 'started-written'; id: string }
  | { event: 'running'; environment: string; says: string; migration?: string; part?: number }
  /** `part`: only that part of the migration, from 1. */
  | { event: 'committed'; environment: string; migration?: string; part?: number; milliseconds: number }
  | { event: 'file-staged'; path: string }
  | { event: 'file-written'; path: string }
  | { event: 'receipt-written'; id: string };

/** Awaited, so that a listener may stop the world between two steps. */
export type Listener = (progress: Progress) => void | Promise<void>;
