/** Ctrl-C and SIGTERM, for as many runs as there are in the process: one listener, so that fifty of them are no leak. */

const heard = new Set<() => void>();
const last = new Set<() => void>();

/** Who closes the terminal sends SIGHUP; no run has ever decided about that one. */
const DECIDED: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];
const SIGNALS: readonly NodeJS.Signals[] = [...DECIDED, 'SIGHUP'];

/** The newest first: a program is ended before the folder goes in which it works. */
const leave = (): void => {
  for (const one of [...last].reverse()) one();
};

const all = (signal: NodeJS.Signals): void => {
  if (heard.size > 0 && DECIDED.includes(signal)) {
    for (const one of heard) one();
    return;
  }
  // A program around us that listens too decides; when it ends, it is heard as `exit`.
  if (process.listenerCount(signal) > 1) return;
  leave();
  deafen();
  // Now it does what it does where nobody listens.
  process.kill(process.pid, signal);
};

/** One listener a signal: who emits one by hand does not always name it. */
const LISTENERS = SIGNALS.map((signal) => [signal, () => all(signal)] as const);

function deafen(): void {
  for (const [signal, listener] of LISTENERS) process.off(signal, listener);
}

/** Resolves nothing and ends nothing: who is told decides. Call what it gives when the run is over. */
export const onInterrupt = (told: () => void): (() => void) => listening(heard, told);

/** What is to be gone when the process is: also when a signal ends it. Nothing can be waited for. Call what it gives when it is gone. */
export const onEnd = (sweep: () => void): (() => void) => listening(last, sweep);

function listening(set: Set<() => void>, one: () => void): () => void {
  if (heard.size + last.size === 0) {
    for (const [signal, listener] of LISTENERS) process.on(signal, listener);
    process.on('exit', leave);
  }
  set.add(one);
  return () => {
    if (!set.delete(one) || heard.size + last.size > 0) return;
    deafen();
    process.off('exit', leave);
  };
}
