/** What happens while a plan is applied, one event a step: the terminal, `--events` and the tests listen. */

export type Progress =
  | { event: 'waiting'; for: string; seconds: number }
  | { event: 'lock-taken'; environment: string }
  | { event: 'started-written'; id: string }
  | { event: 'running'; environment: string; says: string; migration?: string }
  | { event: 'committed'; environment: string; migration?: string; milliseconds: number }
  | { event: 'file-staged'; path: string }
  | { event: 'file-written'; path: string }
  | { event: 'receipt-written'; id: string };

/** Awaited, so that a listener may stop the world between two steps. */
export type Listener = (progress: Progress) => void | Promise<void>;
