/** What does the name of a dated folder say, and which name is free behind all others? */

/** Fourteen digits at the start, as Drizzle 1.0 reads a time from them. */
export const digitsOf = (name: string): string => name.slice(0, 14);

/** `20250107091242` of a moment, UTC. */
export const digitsAt = (ms: number): string => new Date(ms).toISOString().replaceAll(/\D/g, '').slice(0, 14);

/** The whole second behind every one of these moments. */
export const nextSecond = (moments: readonly number[]): number =>
  (Math.floor(moments.reduce((a, b) => Math.max(a, b), 0) / 1000) + 1) * 1000;
