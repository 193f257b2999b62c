/** Makes a plan true. The only file that changes anything: databases, the project's files, receipts. */
import { promises as fs } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../base/fingerprint.ts';
import { Problem } from '../base/problem.ts';
import { LOCK_NAME, lockFolder } from '../drivers/folder-lock.ts';
import type { Plan, Receipt, Step } from '../model/index.ts';
import { applyEdits } from '../plans/files/edit.ts';
import { inside, RECEIPTS } from '../read/receipts.ts';
import { changeDatabase } from './database/change-database.ts';
import type { Database } from './database/sending.ts';
import type { Listener } from './progress.ts';

export interface Doing {
  root: string;
  receipt: Receipt;
  /** Needed when the plan has database steps. */
  database?: Database;
  tell: Listener;
}

/**
 * Order, so that a crash anywhere leaves something that can be told apart: `<id>.started.json` → database (its receipt inside)
 * → files → `<id>.json`. Throws a Problem; exit 3 when something of this plan is committed or its outcome unknown.
 */
export async function apply(plan: Plan, doing: Doing): Promise<Receipt> {
  const { root, tell } = doing;
  const changesFiles = plan.finishes !== undefined || plan.steps.some((s) => s.kind === 'file');
  if (!changesFiles) return await applyLocked(plan, doing);
  const release = await lockFiles(await inside(root, '.tidemark'), tell);
  try {
    return await applyLocked(plan, doing);
  } finally {
    release();
  }
}

/** Receipts have to lie somewhere before anything is changed. */
async function folderAt(folder: string): Promise<void> {
  try {
    await fs.mkdir(folder, { recursive: true });
  } catch (error) {
    throw new Problem('receipts-unwritable', 'The folder for receipts, .tidemark/receipts, cannot be made.', {
      why: `${(error as Error).message}. A change is only made where a receipt can say how to take it back. Nothing was changed.`,
      fix: 'Give this user the right to write in the project, and take away a file that stands where .tidemark or .tidemark/receipts should be.',
    });
  }
}

const LOCK_PATIENCE = 60_000;

/** A second runner waits, then finds its plan stale. */
async function lockFiles(folder: string, tell: Listener): Promise<() => void> {
  await folderAt(folder);
  const began = performance.now();
  for (let told = false; ; told = true) {
    const taken = lockFolder(folder);
    if (taken.ok) return taken.release;
    const waited = performance.now() - began;
    if (waited > LOCK_PATIENCE) {
      throw new Problem('lock-held', 'Another Tidemark has been changing files of this project for a minute.', {
        why: `${taken.pid === null ? 'A process' : `Process ${taken.pid}`} holds .tidemark/${LOCK_NAME}. Nothing was changed.`,
        fix: 'Wait until it is done, or stop it; then run the same command again.',
      });
    }
    if (!told) await tell({ event: 'waiting', for: 'another Tidemark', seconds: 0 });
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function applyLocked(plan: Plan, doing: Doing): Promise<Receipt> {
  const { root, receipt, tell } = doing;
  const files = plan.steps.filter((s): s is Extract<Step, { kind: 'file' }> => s.kind === 'file');
  await checkFiles(root, plan);
  const folder = await inside(root, RECEIPTS);
  const started = join(folder, `${plan.finishes?.id ?? receipt.id}.started.json`);
  if (files.length > 0 && !plan.finishes) {
    await folderAt(folder);
    await put(started, `${JSON.stringify(receipt, null, 1)}\n`, 0o644);
    await tell({ event: 'started-written', id: receipt.id });
  }
  try {
    if (doing.database) await changeDatabase(plan, doing.database, doing.receipt, tell);
  } catch (error) {
    // Nothing is committed, so nothing was started.
    if (error instanceof Problem && error.exit === 2 && files.length > 0) await remove(started);
    throw error;
  }
  for (const step of files) await changeFile(root, step, tell);
  if (plan.finishes) await removeStaged(root, plan);
  if (plan.finishes?.how === 'discard') await remove(started);
  else if (files.length > 0 || plan.finishes) {
    await fs.rename(started, join(folder, `${plan.finishes?.id ?? receipt.id}.json`));
    await syncFolder(folder);
    await tell({ event: 'receipt-written', id: plan.finishes?.id ?? receipt.id });
  }
  return receipt;
}

/** For review: exactly the plan, so that its hash still fits. */
export async function keepPlan(path: string, plan: Plan): Promise<void> {
  try {
    await put(path, `${JSON.stringify(plan, null, 2)}\n`, 0o644);
  } catch (error) {
    throw new Problem('file-unwritable', 'The plan cannot be kept there.', {
      why: `${(error as Error).message}. Nothing was changed.`,
      fix: 'Name a file in a folder that is there and may be written: --save plan.json',
    });
  }
}

/** Files are checked all before the first is touched; each is checked again when its turn comes. */
async function checkFiles(root: string, plan: Plan): Promise<void> {
  for (const a of plan.assumes) {
    if (a.kind !== 'file') continue;
    const bytes = await bytesOf(await inside(root, a.path));
    const print = bytes === null ? null : sha256(bytes);
    if (print !== a.print)
      throw moved(a.path, a.print === null ? 'It did not exist then.' : print === null ? 'It is gone.' : 'It was edited since.');
  }
}

async function changeFile(root: string, step: Extract<Step, { kind: 'file' }>, tell: Listener): Promise<void> {
  const path = await inside(root, step.path);
  if (step.after === null) {
    await remove(path);
    await removeEmptyFolders(await inside(root, '.'), dirname(path));
    await tell({ event: 'file-written', path: step.path });
    return;
  }
  const bytes = await bytesOf(path);
  const base64 = step.edits.some((e) => e.encoding === 'base64');
  const text = bytes === null ? '' : base64 ? bytes.toString('base64') : bytes.toString('utf8');
  const edited = applyEdits(text, step.edits);
  const now = edited === null ? null : base64 ? Buffer.from(edited, 'base64') : Buffer.from(edited, 'utf8');
  if (now === null || sha256(now) !== step.after) {
    throw new Problem('file-changed', `${step.path} changed while the plan ran.`, {
      why: 'The other steps of the plan are done; this file was left alone.',
      fix: 'npx tidemark doctor',
      exit: 3,
    });
  }
  await fs.mkdir(dirname(path), { recursive: true });
  await put(path, now, step.mode, () => tell({ event: 'file-staged', path: step.path }));
  await tell({ event: 'file-written', path: step.path });
}

/** One name whoever writes, the lock keeps others out: what a killed run left there is written over, or found and removed. */
const besideOf = (path: string): string => `${path}.tidemark-new`;

/** Beside the target, so that rename stays on one file system and is atomic. */
async function put(at: string, content: string | Uint8Array, mode: number, staged?: () => void | Promise<void>): Promise<void> {
  const path = await target(at);
  const beside = besideOf(path);
  const handle = await fs.open(beside, 'w', mode);
  try {
    await handle.writeFile(content);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await staged?.();
  await fs.rename(beside, path);
  await syncFolder(dirname(path));
}

/** A link stays a link: what it leads to is written. */
async function target(path: string): Promise<string> {
  try {
    return await fs.realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return path;
    throw error;
  }
}

async function remove(path: string): Promise<void> {
  await fs.rm(path, { force: true });
  await syncFolder(dirname(path));
}

/** What an interrupted plan had written beside its files and not yet renamed. */
async function removeStaged(root: string, plan: Plan): Promise<void> {
  for (const a of plan.assumes)
    if (a.kind === 'file') await fs.rm(besideOf(await target(await inside(root, a.path))), { force: true });
}

/** A dated folder without its migration.sql means something else to the stock tools than no folder. */
async function removeEmptyFolders(root: string, folder: string): Promise<void> {
  for (let at = folder; at !== root && at.startsWith(root); at = dirname(at)) {
    try {
      await fs.rmdir(at);
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return;
      throw error;
    }
  }
}

/** A rename is durable only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function bytesOf(path: string): Promise<Buffer | null> {
  try {
    return await fs.readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Problem('file-unreadable', `${path} cannot be read.`, {
      why: (error as Error).message,
      fix: 'Give this user the right to read and write it, then run the same command again.',
    });
  }
}

const moved = (path: string, how: string): Problem =>
  new Problem('stale-plan', `${path} is not what the plan was made for.`, {
    why: `${how} Nothing was changed.`,
    fix: 'Run the command again: it makes a new plan from what is there now.',
  });
