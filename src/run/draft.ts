/** A draft's files are read and its steps made; a plan that came finished is checked against what is there. */
import { promises as fs } from 'node:fs';
import { sha256 } from '../base/fingerprint.ts';
import { Problem } from '../base/problem.ts';
import type { Draft, Plan, Proposal } from '../model/index.ts';
import { compose } from '../plans/compose.ts';
import { type FileText, pathsOf } from '../plans/files/file-steps.ts';
import { keepOwnSchemaAway, letsOwnSchemaThrough } from '../plans/own-schema.ts';
import type { ReadProject } from '../read/config/project.ts';
import type { Looked } from '../read/evidence.ts';
import { inside } from '../read/receipts.ts';

export async function finished(
  command: string,
  proposal: Proposal,
  root: string,
  project: ReadProject,
  looked: Looked,
): Promise<{ plan: Plan; texts: Map<string, string> }> {
  if (!proposal.plan) throw new Error('a proposal without a plan');
  if ('plan' in proposal.plan) {
    const { plan } = proposal.plan;
    const paths = plan.steps.flatMap((s) => (s.kind === 'file' ? [s.path] : []));
    return { plan, texts: textsFrom(await filesAt(root, paths)) };
  }
  const draft = withFilter(proposal.plan.draft, project, looked);
  const started = looked.readings.started?.ok ? looked.readings.started.value : [];
  const finishing = draft.changes.flatMap((c) =>
    c.kind === 'finish' ? (started.find((s) => s.id === c.id)?.files.map((f) => f.path) ?? []) : [],
  );
  const files = await filesAt(root, [...pathsOf(draft.changes), ...finishing]);
  const environment = project.environments.ok ? project.environments.value.find((e) => e.name === draft.environment) : undefined;
  const reading = draft.environment ? looked.databases.get(draft.environment) : undefined;
  const plan = compose(command, draft, {
    files,
    ...(environment ? { environment } : {}),
    ...(reading?.ok ? { history: reading.value.history, server: reading.value.server } : {}),
    started,
  });
  return { plan, texts: textsFrom(files) };
}

/** The first plan that makes schema tidemark also keeps drizzle-kit 1.0 away from it. */
function withFilter(draft: Draft, project: ReadProject, looked: Looked): Draft {
  const reading = draft.environment ? looked.databases.get(draft.environment) : undefined;
  const changesDatabase = draft.changes.some((c) => 'environment' in c && c.kind !== 'run');
  if (!project.project.ok || !changesDatabase || !reading?.ok || reading.value.server.schemas.includes('tidemark')) return draft;
  const line = letsOwnSchemaThrough(project.project.value) ? keepOwnSchemaAway(project.project.value) : null;
  return line ? { ...draft, changes: [...draft.changes, line] } : draft;
}

const textsFrom = (files: ReadonlyMap<string, FileText | null>): Map<string, string> =>
  new Map([...files].flatMap(([path, f]) => (f && !f.encoding ? [[path, f.text] as const] : [])));

async function filesAt(root: string, paths: readonly string[]): Promise<Map<string, FileText | null>> {
  const out = new Map<string, FileText | null>();
  for (const path of new Set(paths)) {
    const full = await inside(root, path);
    try {
      const bytes = await fs.readFile(full);
      const { mode } = await fs.stat(full);
      const text = bytes.toString('utf8');
      const plain = Buffer.from(text, 'utf8').equals(bytes);
      out.set(path, {
        text: plain ? text : bytes.toString('base64'),
        ...(plain ? {} : { encoding: 'base64' as const }),
        mode: mode & 0o777,
        print: sha256(bytes),
      });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT') {
        throw new Problem('file-unreadable', `${path} cannot be read.`, {
          why: `${message}. The plan changes it. Nothing was changed.`,
          fix: 'Make it a file that this user may read and write, then run the same command again.',
        });
      }
      out.set(path, null);
    }
  }
  return out;
}
