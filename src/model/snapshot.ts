/** The fields of Drizzle's snapshot files that matter for the chain; the schema itself is never kept. */
import type { Read } from './read.ts';

export interface SnapshotHead {
  version: string | null;
  dialect: string | null;
  id: string | null;
  /** One parent in the 0.x layout, several where 1.0 merged branches. */
  prevIds: string[];
  /** UTF-16 offsets of the texts of `id` and `prevId`; only where each stands exactly once. */
  at?: { id: number; prevId: number };
  /** 1.0 only. */
  type?: 'base' | 'diff' | null;
  /** 1.0 only: footprints are there and valid. */
  footprints?: boolean;
  /** 1.0 only: what each statement touches, as drizzle-kit compares branches; absent without valid footprints. */
  touches?: Footprint[];
}

/** What one statement of a migration writes and reads, in drizzle-kit's own names. */
export interface Footprint {
  statementType: string;
  writes: string[];
  reads?: string[];
  sharedWrites?: string[];
  sqlHash?: string;
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

/** A question to the project's own drizzle-kit: what would `generate` write, started from this snapshot? */
export interface Trial {
  /** `make-anew`: does it write what the migrations say, so that its snapshot is the missing one? `whole`: does it write nothing? */
  asks: 'make-anew' | 'whole';
  /** The snapshot that would be written, or that is asked about. */
  path: string;
  /** Where it starts: the newest usable snapshot; null: from nothing. Dated: every snapshot of the folder counts. */
  start: string | null;
  /** Names of the migrations whose SQL it must find again. */
  migrations: string[];
  /** Ids to write; null: one made from the content. */
  id: string | null;
  prevId: string;
}

/** What the project's own drizzle-kit answered. Not ok: it could not be asked, or it refused, with the reason. */
export interface Tried {
  trial: Trial;
  answer: Read<{
    /** It writes nothing: the snapshot it started from says all that the project's schema says. */
    nothing: boolean;
    /** Its statements and those of the migrations mean the same to PostgreSQL's parser, in whatever order. */
    same: boolean;
    /** What only one of the two says, a line each. */
    differs: string[];
    /** The snapshot, ready to be written, as drizzle-kit formats it. */
    content: string;
  }>;
}
