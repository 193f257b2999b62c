/** What is expected to fail today, and why. A fault that passes although it stands here fails: take it out. */
import { expect, test } from 'vitest';

export interface Known {
  why: string;
  /** What the failure says; one that says something else is not the known one. */
  sees: string;
}

/** By the beginning of the test's name. */
export const KNOWN: Record<string, Known> = {
  'black hole:': { why: 'no watchdog: a connection gone silent is waited for without end', sees: 'silent for' },
};

const knownOf = (name: string): Known | undefined => Object.entries(KNOWN).find(([begins]) => name.startsWith(begins))?.[1];

export function fault(name: string, work: () => Promise<void>, timeout = 120_000): void {
  const known = knownOf(name);
  test(known ? `${name} (expected to fail: ${known.why})` : name, { timeout }, async () => {
    if (!known) {
      await work();
      return;
    }
    const failure = await work().then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    expect(failure, `${name} passes: take it out of known.ts`).not.toBeNull();
    if (failure && !failure.message.includes(known.sees)) throw failure;
  });
}
