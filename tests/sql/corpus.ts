/** Every SQL file of the corpus that lies beside the repository, for tests that want real text; empty where it is absent. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const place = new URL('../../../shared/corpus', import.meta.url).pathname;

export function corpusSql(): { path: string; text: string }[] {
  if (!existsSync(place)) return [];
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sql'));
  return names.sort().map((path) => ({ path, text: readFileSync(join(place, path), 'utf8') }));
}
