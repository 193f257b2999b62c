/** What `audit --save` writes: one environment's history tables and catalog, without a secret in it. */
import type { CatalogObject, NotCompared } from './catalog.ts';
import type { Row } from './history.ts';

export const SAVED_FORMAT = 1;

export interface SavedState {
  format: typeof SAVED_FORMAT;
  tidemark: 'catalog';
  environment: string;
  engine: string;
  versionNumber: number;
  spelledBy: number;
  histories: { table: string; rows: Row[] }[];
  notCompared: NotCompared[];
  /** Sorted by kind and id. */
  objects: CatalogObject[];
}
