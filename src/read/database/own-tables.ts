/** Is there a table of ours in schema tidemark, and may it be read? */
import { Problem } from '../../base/problem.ts';
import type { Environment } from '../../model/index.ts';
import { OWN_SCHEMA } from '../../sql/own-schema.ts';
import { identifier } from '../../sql/quote.ts';

type Cells = Record<string, string | null>;

const OURS = {
  environment: ['name'],
  receipt: ['id', 'environment', 'at', 'by', 'plan', 'prints'],
  step: ['history', 'migration', 'place', 'print', 'state', 'by', 'at'],
};

/** Do receipts tell what ran when? Those that an older version made have no column for it. */
export const tellsTimes = (relations: readonly Cells[]): boolean =>
  relations.some(
    (r) =>
      r['schema'] === OWN_SCHEMA && r['name'] === 'receipt' && (JSON.parse(r['columns'] ?? '[]') as string[]).includes('ran'),
  );

/** Is there a table of ours? Somebody else's, or one that this role may not read, must not be taken for none. */
export function isOurs(relations: readonly Cells[], name: keyof typeof OURS, environment: Environment): boolean {
  const found = relations.find((r) => r['schema'] === OWN_SCHEMA && r['name'] === name);
  if (!found) return false;
  const columns = JSON.parse(found['columns'] ?? '[]') as string[];
  const lacks = OURS[name].filter((column) => !columns.includes(column));
  if (lacks.length > 0) {
    throw new Problem('own-schema-foreign', `${OWN_SCHEMA}.${name} in ${environment.name} is not a table of Tidemark.`, {
      why: `It has no column ${lacks.join(', ')}. Tidemark keeps receipts and the environment's name in schema ${OWN_SCHEMA}, so it needs that schema for itself.`,
      fix: `Rename the other one: alter schema ${OWN_SCHEMA} rename to ${OWN_SCHEMA}_old;`,
    });
  }
  if (found['may_select'] !== 't') {
    const role = environment.target.role;
    throw new Problem(
      'own-schema-not-readable',
      `Role ${role || 'of this URL'} may not read ${OWN_SCHEMA}.${name} in ${environment.name}.`,
      {
        why: "It holds the environment's name and the receipts; without it a wrong database could pass for this one.",
        fix: `An administrator runs this once, then the same command works:\ngrant usage on schema ${OWN_SCHEMA} to ${identifier(role)}; grant select on all tables in schema ${OWN_SCHEMA} to ${identifier(role)};`,
      },
    );
  }
  return true;
}
