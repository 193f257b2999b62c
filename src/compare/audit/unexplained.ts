/** Which objects do the executed migrations not account for, each once? */
import type { Audit, Difference } from '../../model/index.ts';

export const unexplained = ({ drift }: Pick<Audit, 'drift'>): Difference[] =>
  drift.filter((d) => d.class === 'structural' && !d.within);
