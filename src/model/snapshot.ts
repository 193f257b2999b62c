/** The fields of Drizzle's snapshot files that matter for the chain; the schema itself is never kept. */
import type { Read } from './read.ts';

export interface SnapshotHead {
  version: string | null;
  dialect: string | null;
  id: string | null;
  /** One parent in the 0.x layout, several where 1.0 merged branches. */
  prevIds: string[];
  /** 1.0 only. */
  type?: 'base' | 'diff' | null;
  /** 1.0 only: footprints are there and valid. */
  footprints?: boolean;
}

export interface Snapshot {
  path: string;
  /** Journal layout: the file's prefix, `0003`. Dated: the folder's name. */
  key: string;
  bytes: number;
  mode: number;
  /** Not ok: unreadable, conflict markers, or no JSON; `because` names the rule. */
  head: Read<SnapshotHead>;
}
