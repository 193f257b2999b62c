/** Does the order of two folders fit what an environment ran, so that the stock migrator would run what is left and nothing else? */
import type { Woven } from '../../model/index.ts';

/** Migrations of one folder that did not run, in front of ones of the other folder that did: 0.x would never run them. */
export function crossed(woven: readonly Woven[], ran: (name: string) => boolean | null): Woven[] {
  const side = ({ from }: Woven): string => (from === 'other' ? 'other' : 'own');
  return woven.filter(
    (one, i) =>
      ran(one.migration.name) === false &&
      woven.slice(i + 1).some((later) => side(later) !== side(one) && ran(later.migration.name) === true),
  );
}
