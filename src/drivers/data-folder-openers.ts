/** Which process has a PGlite folder open without our lock, an application's own PGlite for one? Only Linux can tell. */
import { existsSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** A pid; null when nobody does, when it is hidden from this user, or where there is no /proc. Only looks. */
export function foreignOpener(folder: string): number | null {
  // PGlite writes it when it starts and removes it when it is closed; its content names no process.
  if (!existsSync(join(folder, 'postmaster.pid')) || !existsSync('/proc/self/fd')) return null;
  const inside = `${realpathSync(folder)}/`;
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (Number.isInteger(pid) && openFiles(pid).some((path) => path.startsWith(inside))) return pid;
  }
  return null;
}

/** Empty for a process that has ended meanwhile or belongs to another user. */
function openFiles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return attempt(() => readdirSync(folder), []).map((fd) => attempt(() => readlinkSync(join(folder, fd)), ''));
}

function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM' || code === 'ESRCH') return otherwise;
    throw error;
  }
}
