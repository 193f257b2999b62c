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
  'stepped:': {
    why: 'a migration that no single transaction can hold is refused (25001), or fails (55P04)',
    sees: 'so it did not start',
  },
  'interrupted before:': { why: 'Ctrl-C after the last commit ends the process as if nothing were in', sees: 'exit 130, and' },
  'interrupted during:': { why: 'Ctrl-C after the last commit ends the process as if nothing were in', sees: 'exit 130, and' },
  'Ctrl-C between two messages': {
    why: 'Ctrl-C is only heeded when a statement fails because of it',
    sees: 'it went on to the end after Ctrl-C',
  },
  'readers are hardly held up': { why: 'blockers are not looked for beforehand', sees: 'readers waited' },
  'the common deploy takes three': { why: 'the look before a change takes more round trips', sees: 'round trips' },
  'twelve f:': { why: 'CREATE INDEX CONCURRENTLY is refused', sees: 'not-in-a-transaction' },
  'twelve h:': { why: 'migrate has no --strict', sees: 'no flag --strict' },
  'twelve k:': { why: 'an enum value cannot be used in the file that adds it', sees: '55P04' },
  'twelve l:': { why: 'CREATE INDEX CONCURRENTLY is refused', sees: 'not-in-a-transaction' },
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
