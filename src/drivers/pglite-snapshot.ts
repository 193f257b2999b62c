/** Where is the prepared data folder of a fresh PGlite? Apart from the driver, so that asking does not load PGlite. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SNAPSHOT = 'pglite-snapshot.tar.gz';

/** Beside the bundle, or in dist when this file runs from source. */
export function snapshotPath(): string | undefined {
  const places = [`./${SNAPSHOT}`, `../${SNAPSHOT}`, `../../dist/${SNAPSHOT}`].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  return places.find((path) => existsSync(path));
}
