/** Would drizzle-kit 1.0 see schema tidemark, and which line of the configuration keeps it away? */
import type { Change, Project } from '../model/index.ts';
import { addToList } from './files/config-edit.ts';

/** 1.0 manages every schema unless a filter names some; beside names a negation would let every other schema through. */
export const letsOwnSchemaThrough = ({ line, drizzleConfig, schemaFilter }: Project): boolean =>
  line === '1.0' &&
  drizzleConfig !== null &&
  !schemaFilter?.includes('!tidemark') &&
  !schemaFilter?.some((f) => f !== '*' && !f.startsWith('!'));

/** Null when the place in the configuration is not certain. */
export function keepOwnSchemaAway({ configText, drizzleConfig }: Project): Change | null {
  if (configText === null || drizzleConfig === null) return null;
  const edit = addToList(configText, 'schemaFilter', '!tidemark', drizzleConfig.endsWith('.json'));
  return (
    edit && {
      kind: 'edit',
      path: drizzleConfig,
      edit,
      says: "Add '!tidemark' to schemaFilter: drizzle-kit 1.0 would propose to drop the schema with the receipts.",
    }
  );
}
