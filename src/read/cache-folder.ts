/** Where is kept what can be made anew? The user's folder for caches: a command that only looks leaves the project as it is. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** null: the system does not say where this user's things lie. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string | null {
  const { XDG_CACHE_HOME: named, LOCALAPPDATA: local } = env;
  if (named?.startsWith('/')) return join(named, 'tidemark');
  if (process.platform === 'win32') return local ? join(local, 'tidemark', 'cache') : null;
  const home = homedir();
  if (home === '') return null;
  return process.platform === 'darwin' ? join(home, 'Library', 'Caches', 'tidemark') : join(home, '.cache', 'tidemark');
}
