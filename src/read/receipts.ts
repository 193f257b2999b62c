/** Receipts among the project's files, plans that were started and never finished, and acknowledged findings. */
import { promises as fs } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { sha256 } from '../base/fingerprint.ts';
import { Problem } from '../base/problem.ts';
import type { Acknowledgement, KeptReceipt, Read, Receipt, StartedPlan } from '../model/index.ts';
import { got } from '../model/index.ts';
import { notAPlan } from '../plans/shape.ts';
import type { DatabaseReading } from './database/database.ts';

export const RECEIPTS = '.tidemark/receipts';
export const ACKNOWLEDGED = '.tidemark/acknowledged.json';

/** Plans carry paths; a plan that was tampered with must not reach outside the project. */
export async function inside(root: string, path: string): Promise<string> {
  const full = resolve(root, path);
  if (full !== resolve(root) && !full.startsWith(resolve(root) + sep)) {
    throw new Problem('path-outside', `The plan names ${path}, which is outside the project.`, {
      why: 'Tidemark changes files of the project only.',
      fix: 'Make the plan anew: run the command without a saved plan.',
    });
  }
  return full;
}

export async function readReceiptFiles(
  root: string,
): Promise<{ done: Receipt[]; started: { path: string; receipt: Receipt }[]; broken: { path: string; why: string }[] }> {
  const folder = join(root, RECEIPTS);
  const names = (await namesIn(folder)).filter((n) => n.endsWith('.json'));
  const out = {
    done: [] as Receipt[],
    started: [] as { path: string; receipt: Receipt }[],
    broken: [] as { path: string; why: string }[],
  };
  for (const name of names.sort()) {
    const path = `${RECEIPTS}/${name}`;
    const text = await textOf(join(folder, name));
    const receipt = text.ok ? asReceipt(text.value) : null;
    if (receipt === null) out.broken.push({ path, why: text.ok ? 'it is no receipt' : text.why });
    else if (name.endsWith('.started.json')) out.started.push({ path, receipt });
    else out.done.push(receipt);
  }
  return out;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new Problem('receipts-unreadable', `${RECEIPTS} cannot be read.`, {
      why: `${message}. What Tidemark changed here before is not known without it.`,
      fix: `Make ${RECEIPTS} a folder that this user may read and write, or restore it: git checkout -- ${RECEIPTS}`,
    });
  }
}

async function textOf(path: string): Promise<Read<string>> {
  try {
    return { ok: true, value: await fs.readFile(path, 'utf8') };
  } catch (error) {
    return { ok: false, why: (error as Error).message };
  }
}

function asReceipt(text: string): Receipt | null {
  try {
    const value = JSON.parse(text) as Partial<Receipt> | null;
    const whole =
      value?.format === 1 &&
      typeof value.id === 'string' &&
      typeof value.at === 'string' &&
      typeof value.by === 'string' &&
      typeof value.prints === 'object' &&
      value.prints !== null &&
      notAPlan(value.plan) === null;
    return whole ? (value as Receipt) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What each file of a started plan holds now. `recorded` tells whether the plan's database has its receipt. */
export async function standsOf(
  root: string,
  path: string,
  receipt: Receipt,
  database: Read<boolean> | null,
): Promise<StartedPlan> {
  const files: StartedPlan['files'] = [];
  for (const step of receipt.plan.steps) {
    if (step.kind !== 'file') continue;
    const print = await printOf(join(root, step.path));
    files.push({ path: step.path, stands: print === step.before ? 'before' : print === step.after ? 'after' : 'other' });
  }
  return { id: receipt.id, path, receipt, files, database };
}

export async function printOf(path: string): Promise<string | null> {
  try {
    return sha256(await fs.readFile(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    // Something is there, and it is not what the plan saw or made.
    if (code === 'EISDIR') return 'a folder';
    throw error;
  }
}

/** Files and databases together, oldest first, with what undid what. */
export function keptReceipts(files: readonly Receipt[], databases: ReadonlyMap<string, readonly Receipt[]>): KeptReceipt[] {
  const byId = new Map<string, KeptReceipt>();
  for (const receipt of files) byId.set(receipt.id, { receipt, in: { files: true, databases: [] } });
  for (const [environment, receipts] of databases) {
    for (const receipt of receipts) {
      const kept = byId.get(receipt.id);
      // The database's copy knows the fingerprints that were computed in its transaction.
      byId.set(receipt.id, {
        receipt,
        in: { files: kept?.in.files ?? false, databases: [...(kept?.in.databases ?? []), environment] },
      });
    }
  }
  const all = [...byId.values()].sort((a, b) => (a.receipt.at < b.receipt.at ? -1 : 1));
  for (const kept of [...all].reverse()) {
    const target = kept.receipt.plan.undoes;
    const undone = all.find((k) => k.receipt.id === target);
    if (undone && kept.undoneBy === undefined) undone.undoneBy = kept.receipt.id;
  }
  return all;
}

export async function readAcknowledged(root: string): Promise<Read<Acknowledgement[]>> {
  let text: string;
  try {
    text = await fs.readFile(join(root, ACKNOWLEDGED), 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { ok: true, value: [] };
    throw new Problem('acknowledged-unreadable', `${ACKNOWLEDGED} cannot be read.`, {
      why: message,
      fix: `Make it a file that this user may read, or restore it: git checkout -- ${ACKNOWLEDGED}`,
    });
  }
  try {
    const value = JSON.parse(text) as unknown;
    if (
      Array.isArray(value) &&
      value.every((a) => typeof a?.rule === 'string' && typeof a?.subject === 'string' && typeof a?.reason === 'string')
    )
      return { ok: true, value: value as Acknowledgement[] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Problem('acknowledged-unreadable', `${ACKNOWLEDGED} is not a list of acknowledgements.`, {
    why: 'Each needs rule, subject, reason, on and by.',
    fix: `Mend the JSON of ${ACKNOWLEDGED}, or restore it: git checkout -- ${ACKNOWLEDGED}`,
  });
}

/** Those of files and databases together, and what was started and not finished. */
export async function receiptsIn(
  root: string,
  read: ReadonlyMap<string, Read<DatabaseReading>>,
): Promise<{
  receipts: Read<KeptReceipt[]>;
  started: Read<StartedPlan[]>;
  brokenReceipts: Read<{ path: string; why: string }[]>;
}> {
  const files = await readReceiptFiles(root);
  const databases = new Map<string, Receipt[]>();
  for (const [name, r] of read) if (r.ok) databases.set(name, r.value.receipts);
  const started: StartedPlan[] = [];
  for (const { path, receipt } of files.started) {
    const { environment } = receipt.plan;
    const recorded: Read<boolean> | null = environment
      ? databases.has(environment)
        ? got((databases.get(environment) ?? []).some((r) => r.id === receipt.id))
        : { ok: false, why: `${environment} was not read` }
      : null;
    started.push(await standsOf(root, path, receipt, recorded));
  }
  return { receipts: got(keptReceipts(files.done, databases)), started: got(started), brokenReceipts: got(files.broken) };
}
