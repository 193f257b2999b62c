/** Who may write in a folder now: a PGlite folder, or a project's files? A lock file with the pid of who holds it. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../base/problem.ts';

export const LOCK_NAME = 'tidemark.lock';

/** Folders that this process holds: a lock file with our own pid may be one of a process long gone (containers reuse pids). */
const held = new Set<string>();

/** PGlite itself lets two processes in, and the one that closes last wins silently. Throws the Problem `data-folder-in-use`. */
export function lockDataFolder(folder: string): () => void {
  const taken = lockFolder(folder);
  if (!taken.ok) throw inUse(folder, taken.pid);
  return taken.release;
}

/** Takes the lock of an existing folder, or says which process has it, where that is known. */
export function lockFolder(folder: string): { ok: true; release: () => void } | { ok: false; pid: number | null } {
  const lock = join(folder, LOCK_NAME);
  const mine = join(folder, `${LOCK_NAME}.${process.pid}`);
  if (held.has(folder)) return { ok: false, pid: process.pid };
  writeFileSync(mine, owner(process.pid));
  try {
    // A link either makes the file whole or fails; a file that is created and then filled can be read empty.
    for (let tries = 0; !linked(mine, lock); tries++) {
      const other = holder(folder);
      if (other !== null || tries === 5) return { ok: false, pid: other };
      takeAway(folder);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  held.add(folder);
  const release = (): void => {
    held.delete(folder);
    rmSync(lock, { force: true });
  };
  return { ok: true, release };
}

/** The pid of the living process that holds the folder; null when there is none. Only looks. */
export function holder(folder: string): number | null {
  if (held.has(folder)) return process.pid;
  const text = readIfThere(join(folder, LOCK_NAME));
  const pid = Number(text?.split(' ')[0]);
  if (text === null || !Number.isInteger(pid) || pid < 1 || pid === process.pid) return null;
  return alive(pid) && owner(pid) === text ? pid : null;
}

export function inUse(folder: string, pid: number | null): Problem {
  return new Problem('data-folder-in-use', `Another process works with the PGlite folder ${folder}`, {
    why: `${pid === null ? 'A process' : pid === process.pid ? 'This process' : `Process ${pid}`} has it open, and two that write in one folder lose rows silently.`,
    fix: 'Wait until it has finished, or stop it; then run the same command again.',
  });
}

// A stale lock is moved away first: if a living one was caught by the move, it goes back.
function takeAway(folder: string): void {
  const lock = join(folder, LOCK_NAME);
  const aside = join(folder, `${LOCK_NAME}.stale.${process.pid}`);
  const judged = readIfThere(lock);
  if (judged === null) return;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (readIfThere(aside) !== judged) linked(aside, lock);
  rmSync(aside, { force: true });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return codeOf(error) === 'EPERM';
  }
}

/** Pid and, where /proc tells it, when the process started: a pid alone is soon somebody else's. */
function owner(pid: number): string {
  const stat = process.platform === 'linux' ? readIfThere(`/proc/${pid}/stat`) : null;
  // Field 22 of proc(5), counted behind the command's name, which may hold spaces.
  const started = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return started === undefined ? `${pid}` : `${pid} ${started}`;
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
