/** Where and for what is looked: the project, its databases, and what was typed. */
import type { Folder, PrintsWanted } from '../model/index.ts';
import type { ReadProject } from './config/project.ts';
import type { Reaching } from './database/databases.ts';

export interface Looking extends Reaching {
  project: ReadProject;
  now(): number;
  ownProcess?: boolean;
  /** Of SQL texts those only that some environment has not recorded. */
  pendingSqlOnly?: boolean;
  /** Read a moment ago. */
  folder?: Folder;
  /** Names of schemas that were typed. */
  states?: string[];
  /** Which fingerprints. */
  prints?: PrintsWanted;
  /** Names of objects that were typed. */
  objects?: string[];
  /** What a reconciliation is to become, where it was typed. */
  aim?: string;
  /** Another Drizzle folder that was typed, and migrations that go last. */
  merges?: { folder: string; last: string[] } | undefined;
  /** Of the databases, where a shadow has to be of the same; absent: any will do. */
  major?: number | null;
  /** Where paths begin that were typed outside of a project. */
  cwd: string;
}
