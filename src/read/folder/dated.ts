/** Which moment does the name of a dated folder mean to Drizzle 1.0? */

/**
 * Milliseconds of the first 14 characters as UTC, computed as 1.0.0-rc.5 does: parts that are out of range roll over
 * (minute 60 is the next hour); null where it gets NaN, with which its insert fails.
 */
export function datedStamp(name: string): number | null {
  const part = (from: number, to: number) => Number.parseInt(name.slice(from, to), 10);
  const stamp = Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14));
  return Number.isNaN(stamp) ? null : stamp;
}
