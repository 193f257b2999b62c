/** The main job on an embedded database, in a throw-away folder. */
import type { Io } from './main.ts';

export async function tour(io: Io): Promise<number> {
  io.out('tour\n');
  return 0;
}
