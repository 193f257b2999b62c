/** On what kind of shadow does a project's SQL run: where tidemark.config says, else one like the databases that are looked at. */
import { Secret } from '../../base/secret.ts';
import type { ShadowConfig } from '../../model/config.ts';
import type { Environment, Project, Read } from '../../model/index.ts';
import type { DatabaseReading } from '../database/database.ts';
import type { Looking } from '../looking.ts';
import type { ShadowNeed } from './shadow.ts';

export interface Ground<P = Project> {
  project: P;
  /** No shadow is ever one of them. */
  environments: readonly Environment[];
  /** As tidemark.config has it. */
  shadow?: ShadowConfig | undefined;
  /** Of the databases that the answer is about, where it matters; else null. */
  major: number | null;
}

export const groundOf = <P>({ environments, project: { shadow }, major = null }: Looking, project: P): Ground<P> => ({
  project,
  environments,
  shadow,
  major,
});

export const shadowNeed = (
  { project: { root }, environments, shadow, major }: Ground<Pick<Project, 'root'>>,
  extensions: readonly string[],
): ShadowNeed => ({
  major,
  extensions,
  root,
  environments,
  ...(shadow?.url ? { shadowUrl: new Secret(shadow.url) } : {}),
});

/** The oldest of which PGlite takes nothing that the server refuses (docs/catalog.md: the agreement). */
const TAKEN_ALIKE = 17;

/** The one major of these databases, when what PGlite takes is no proof that they take it too. */
export function majorOf(databases: ReadonlyMap<string, Read<DatabaseReading>>): number | null {
  const majors = [...databases.values()].flatMap((d) => (d.ok ? [Math.floor(d.value.server.versionNumber / 10_000)] : []));
  const [one] = majors;
  return one !== undefined && one < TAKEN_ALIKE && majors.every((m) => m === one) ? one : null;
}
