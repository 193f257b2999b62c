/** What is expected to fail today, and why. A fault that passes although it stands here fails: take it out. */
import { expect, test } from 'vitest';
import { FULL } from '../sample.ts';

export interface Known {
  why: string;
  /** What the failure says, each line of it one of these: what says something else is not known. */
  sees: string[];
  /** Only in `npm run faults`: whether the few messages of the sample are the ones where it fails is chance, so there it is skipped. */
  full?: true;
}

/** By the beginning of the test's name. */
export const KNOWN: Record<string, Known> = {};

const knownOf = (name: string): Known | undefined => Object.entries(KNOWN).find(([begins]) => name.startsWith(begins))?.[1];

/** Everything that was not as it must be in one test. */
export class Wrong extends Error {
  override name = 'Wrong';
  readonly wrong: readonly string[];

  constructor(what: string, wrong: readonly string[]) {
    const more = wrong.length > SHOWN ? `\n… and ${wrong.length - SHOWN} more` : '';
    super(`${what}\n${wrong.slice(0, SHOWN).join('\n')}${more}`);
    this.wrong = wrong;
  }
}

const SHOWN = 12;

export function fault(name: string, work: () => Promise<void>, timeout = 120_000): void {
  const known = knownOf(name);
  if (known?.full && !FULL) {
    test.skip(`${name} (only in npm run faults, expected to fail: ${known.why})`, work);
    return;
  }
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
    if (failure === null) return;
    const wrong = failure instanceof Wrong ? failure.wrong : [failure.message];
    const news = wrong.filter((what) => !known.sees.some((sign) => what.includes(sign)));
    if (news.length > 0) throw news.length === wrong.length ? failure : new Wrong('beside what is known', news);
  });
}
