/** Where is the prepared data folder of a fresh PGlite? Apart from the driver, so that asking does not load PGlite. */
import { besideBundle } from './beside-bundle.ts';

export const snapshotPath = (): string | undefined => besideBundle('pglite-snapshot.tar.gz');
