/** What was read of a project before schemas are: they stand on it. */
import type { Folder, LegacyHistory, Migration, Project, Read, Standing } from '../model/index.ts';
import type { DatabaseReading } from './database/database.ts';

export interface Seen {
  project: Project;
  folder: Folder;
  databases: ReadonlyMap<string, Read<DatabaseReading>>;
  /** As their journal entries mean them. */
  migrations: Read<Migration[]>;
  standings: Read<ReadonlyMap<string, Read<Standing>>> | undefined;
  legacies: Read<ReadonlyMap<string, Read<LegacyHistory[]>>> | undefined;
}
