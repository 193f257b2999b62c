/** Which PGlite instances of this process may be reached by name? Apart from the driver, so that asking does not load PGlite. */
import type { PGlite } from '@electric-sql/pglite';

export const MEMORY = 'memory://';

const kept = new Map<string, PGlite>();

/** Lets `memory://<name>` mean this instance until it is taken back. It is never closed by a session. */
export function keepInMemory(name: string, instance: PGlite): () => void {
  kept.set(name, instance);
  return () => {
    kept.delete(name);
  };
}

export const inMemory = (url: string): PGlite | undefined =>
  url.startsWith(MEMORY) ? kept.get(url.slice(MEMORY.length)) : undefined;
