/** Everything that was read, and what follows from it by comparing. Rules name the keys they need. */

import type { Audits } from './audit.ts';
import type { Baseline } from './baseline.ts';
import type { Catalog } from './catalog.ts';
import type { Edits } from './edits.ts';
import type { Folder, Intended, Journal, Migration } from './folder.ts';
import type { Git } from './git.ts';
import type { History } from './history.ts';
import type { LegacyHistory } from './legacy.ts';
import type { Merging } from './merging.ts';
import type { KeptReceipt } from './plan.ts';
import type { Print } from './print.ts';
import type { Project } from './project.ts';
import type { Read } from './read.ts';
import type { Reconciliation } from './reconciliation.ts';
import type { Replay } from './replay.ts';
import type { SchemaState } from './schema-state.ts';
import type { Server } from './server.ts';
import type { Snapshot, Tried } from './snapshot.ts';
import type { SqlFacts } from './sql.ts';
import type { Standing } from './standing.ts';
import type { Surroundings } from './surroundings.ts';
import type { Environment } from './target.ts';
import type { Way } from './way.ts';

/** Environments are keys of the maps; one that could not be read holds the reason. */
export interface Evidence {
  project: Project;
  /** Configured environments, in order. Empty when nothing is configured. */
  environments: Environment[];
  folder: Folder;
  journal: Journal;
  /** In the order in which Drizzle runs them. */
  migrations: Migration[];
  /** The same, with what broken entries stand for; histories are compared with these. */
  intended: Intended[];
  snapshots: Snapshot[];
  /** What the project's own drizzle-kit would generate; asked only where a snapshot is missing, broken or shared. */
  tried: Tried[];
  /** Per SQL file path. */
  sql: ReadonlyMap<string, SqlFacts>;
  git: Git;
  surroundings: Surroundings;
  /** Other tools' histories, per environment. */
  legacies: ReadonlyMap<string, Read<LegacyHistory[]>>;
  histories: ReadonlyMap<string, Read<History>>;
  servers: ReadonlyMap<string, Read<Server>>;
  /** Folder × history, per environment. */
  standings: ReadonlyMap<string, Read<Standing>>;
  /** Recorded texts that no file has. */
  edits: Edits;
  receipts: KeptReceipt[];
  /** Plans that were started and neither finished nor discarded. */
  started: StartedPlan[];
  /** Files among the receipts that are none. */
  brokenReceipts: { path: string; why: string }[];
  acknowledged: Acknowledgement[];
  /** Our clock, milliseconds since 1970. */
  now: number;
  /** What PostgreSQL makes of the folder, migration by migration. */
  replay: Replay;
  /** How far each environment has really come: the project's own folder first, then each other one whose files are SQL. */
  audits: ReadonlyMap<string, Read<Audits>>;
  /** What exists, per environment. */
  catalogs: ReadonlyMap<string, Read<Catalog>>;
  /** Of what exists only the fingerprints, per environment. */
  prints: ReadonlyMap<string, Read<Print>>;
  /** What schema.ts makes, in drizzle-kit's own words. */
  schema: SchemaState;
  /** What the newest snapshot says, the same way. */
  snapshot: SchemaState;
  /** Schemas from wherever, by the name that was typed. */
  states: ReadonlyMap<string, Read<SchemaState>>;
  /** The statements from the first of these states to the second, tried on a shadow. */
  way: Way;
  /** What brings the folder and the only environment together. */
  reconciliation: Reconciliation;
  /** What a baseline of the only environment stands on. */
  baseline: Baseline;
  /** The folder and another one that was named, put together; catalogs and audits are then of both. */
  merging: Merging;
}

/** A `.started` file, with what each place says about it. */
export interface StartedPlan {
  id: string;
  path: string;
  /** The file's own text; it is removed or renamed when the plan is finished. */
  receipt: KeptReceipt['receipt'];
  /** Each file of the plan: as before it, as after it, or something else. */
  files: { path: string; stands: 'before' | 'after' | 'other' }[];
  /** Whether the plan's database holds its receipt; not ok when that could not be read. null: no database step. */
  database: Read<boolean> | null;
}

export interface Acknowledgement {
  rule: string;
  subject: string;
  reason: string;
  /** ISO date. */
  on: string;
  by: string;
}

export type EvidenceKey = keyof Evidence;
export type Readings = { readonly [K in EvidenceKey]?: Read<Evidence[K]> };

/** What a rule or command is handed: what it needs as values, what it wants as read or not read. */
export type Given<N extends EvidenceKey, W extends EvidenceKey = never> = Pick<Evidence, N> & { [K in W]: Read<Evidence[K]> };
