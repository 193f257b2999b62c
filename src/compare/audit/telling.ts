/** Which of many facts about a schema tell a person most? */

/** That something is there or not says more than how it is, and a table more than its columns. */
export const tellingFirst = (facts: readonly string[]): string[] => facts.toSorted((a, b) => rank(a) - rank(b));

const rank = (fact: string): number =>
  fact.startsWith('table ') ? 0 : fact.endsWith(' exists') || fact.endsWith(' does not exist') ? 1 : 2;
