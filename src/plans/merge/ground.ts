/** What each way of merging stands on, and what is the same in their plans. */
import type { Decision, Words } from '../../compare/audit/decided.ts';
import { joinedStanding } from '../../compare/history/joined-standing.ts';
import { subjectKey } from '../../model/finding.ts';
import type { Change, Draft, History, Merging, Project, Readings, RowChange, TableName, Woven } from '../../model/index.ts';
import { decisionHazards } from '../decision-notes.ts';
import { madeAnew } from '../rows/history-table.ts';
import { rowsChange } from '../rows/right-row.ts';
import { configNote, elsewhereNotes } from './notes.ts';

export interface Asked {
  environment: string;
  last: readonly string[];
  words: Words;
}

export interface Merged {
  verdict: string;
  /** null: it is one folder and one table already. */
  draft: Draft | null;
  decisions: Decision[];
  /** Files that have another place then. */
  map: { was: string; now: string }[];
}

export interface Ground extends Asked {
  read: Readings;
  merging: Merging;
  project: Project;
  history: History;
  /** ` -e production`; empty where there is one environment. */
  on: string;
}

export function drafted({ environment, merging, read, project }: Ground, changes: Change[], notes: string[]): Draft {
  const configs = read.surroundings?.ok && !merging.done ? read.surroundings.value.configs : [];
  const subject = subjectKey({ file: merging.path });
  return {
    environment,
    changes,
    notes: [...notes, ...configNote(configs, project.drizzleConfig, merging.path)],
    expects: merging.done
      ? []
      : [
          {
            says: `several-drizzle-folders has nothing to say about ${subject} any more.`,
            rule: 'several-drizzle-folders',
            subject,
          },
        ],
    unseen: [],
  };
}

export function rowChanges(
  { read, environment, history, project }: Ground,
  rows: RowChange[],
  says: string,
  decisions: readonly Decision[],
): Change[] {
  if (rows.length === 0) return [];
  const { table, configured } = history;
  const server = read.servers?.ok ? read.servers.value.get(environment) : undefined;
  const schemas = server?.ok ? server.value.schemas : [];
  const where: TableName = table ?? configured;
  const hazards = new Set([
    ...decisionHazards(decisions),
    ...(rows.some((r) => r.before !== null) ? (['rewrites-history'] as const) : []),
  ]);
  return [
    ...(table ? [] : madeAnew(environment, configured, project.line, schemas.includes(configured.schema))),
    { ...rowsChange(environment, where, rows, says), ...(hazards.size > 0 ? { hazards: [...hazards] } : {}) },
  ];
}

export function elsewhere({ read, environment, merging, project }: Ground, woven: readonly Woven[]): string[] {
  if (merging.done) return [];
  const migrations = woven.map((w) => w.migration);
  const others = [...(read.histories?.ok ? read.histories.value : [])].flatMap(([name, h]) => {
    if (!h.ok) return [];
    const { standing } = joinedStanding(h.value, migrations, project.line);
    const ran = standing.migrations.flatMap((m) =>
      m.rows.length > 0 ? [{ name: m.migration.name, when: m.migration.when ?? 0 }] : [],
    );
    return [[name, { history: h.value, ran }] as const];
  });
  return elsewhereNotes(environment, merging.path, new Map(others));
}
