/** Ctrl-C and SIGTERM, for as many runs as there are in the process: one listener, so that fifty of them are no leak. */

const heard = new Set<() => void>();

const all = (): void => {
  for (const one of heard) one();
};

/** Resolves nothing and ends nothing: who is told decides. Call what it gives when the run is over. */
export function onInterrupt(told: () => void): () => void {
  if (heard.size === 0) process.on('SIGINT', all).on('SIGTERM', all);
  heard.add(told);
  return () => {
    heard.delete(told);
    if (heard.size === 0) process.off('SIGINT', all).off('SIGTERM', all);
  };
}
