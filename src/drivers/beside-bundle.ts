/** Where is a file that the build puts beside the code? */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Beside the bundle, or in dist when this file runs from source. undefined: it was not built. */
export function besideBundle(file: string): string | undefined {
  const places = [`./${file}`, `../${file}`, `../../dist/${file}`].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((path) => existsSync(path));
}
