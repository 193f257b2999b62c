/** Pass, part or fail of one of the twelve cases, and the table of all. */

export interface Verdict {
  is: 'pass' | 'part' | 'fail';
  /** What was seen; the first line of a failing one is its reason. */
  notes: string[];
}

/** `fails` and `parts` hold what was not as it must be; empty lists are a pass. */
export const verdict = (fails: string[], parts: string[] = [], seen: string[] = []): Verdict => ({
  is: fails.length > 0 ? 'fail' : parts.length > 0 ? 'part' : 'pass',
  notes: [...fails, ...parts, ...seen],
});

/** A line a case, a column a line of Drizzle. */
export function tableOf(
  seen: ReadonlyMap<string, Verdict>,
  cases: readonly { id: string; what: string }[],
  columns: readonly string[],
): string {
  const rows = cases.map(({ id, what }) => {
    const cells = columns.map((column) => (seen.get(`${id} ${column}`)?.is ?? 'not run').padEnd(8));
    const notes = columns.flatMap((column) => seen.get(`${id} ${column}`)?.notes.map(short) ?? []);
    return [`${id}  ${cells.join('')}${what}`, ...new Set(notes)].join('\n     ');
  });
  return [`   ${columns.map((column) => column.padEnd(8)).join('')}`, ...rows].join('\n');
}

const short = (note: string): string => {
  const line = note.replaceAll(/\s+/g, ' ').trim();
  return line.length > 150 ? `${line.slice(0, 149)}…` : line;
};
