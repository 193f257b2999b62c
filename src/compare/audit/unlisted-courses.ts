/** What does an audit say of a SQL file that no journal entry lists, in each environment? */
import type { Evidence, Read, SqlFile } from '../../model/index.ts';
import { type Recordable, recordable } from './recordable.ts';

/** Their system's name in an audit. */
export const UNLISTED = 'SQL that no journal entry lists';

export type Unlisted = Recordable & { environment: string };

/** Empty where nobody audited, or the file does not replay among the migrations. */
export function unlistedCourses(audits: Read<Evidence['audits']>, { path }: Pick<SqlFile, 'path'>): Unlisted[] {
  return [...(audits.ok ? audits.value : [])].flatMap(([environment, read]) =>
    (read.ok ? read.value.others : []).flatMap((audit) =>
      audit.migrations.filter((m) => m.file === path).map((m) => ({ environment, ...recordable(m, audit) })),
    ),
  );
}
