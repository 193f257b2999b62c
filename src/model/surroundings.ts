/** Signs of other migration systems, other folders and hand-made scripts beside ours. */

export interface LegacySign {
  tool: string;
  /** A path relative to the project, or `table schema.name in <environment>`. */
  where: string;
  says: string;
}

export interface Surroundings {
  /** Other folders with a Drizzle journal or dated migrations, relative paths. */
  otherFolders: string[];
  legacy: LegacySign[];
  /** Drizzle configs found below the project, the used one included. */
  configs: string[];
  /** Where the search could not look, or stopped. */
  unread?: { path: string; why: string }[];
}
