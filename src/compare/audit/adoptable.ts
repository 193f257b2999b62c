/** Can an environment be adopted: was it read and audited, and do Drizzle's rows fit into its table? */
import { Problem } from '../../base/problem.ts';
import type { Audit, Audits, History, HistoryTable, Readings, Standing } from '../../model/index.ts';
import { fitOf } from '../history/own-history.ts';
import { tableName } from '../history/recorded.ts';
import { stampColumn, stampTypeOf } from '../history/stamp-column.ts';
import { auditedIn } from './own-audit.ts';

export interface ToAdopt {
  standing: Standing;
  history: History;
  audit: Audit;
  others: Audit[];
  untold: Audits['untold'];
}

/** Throws a Problem where it could not be read. */
export function readHistory(read: Readings, environment: string, on: string): { standing: Standing; history: History } {
  const standing = read.standings?.ok ? read.standings.value.get(environment) : undefined;
  const history = read.histories?.ok ? read.histories.value.get(environment) : undefined;
  if (!standing?.ok || !history?.ok)
    throw new Problem('environment-not-read', `The history of ${environment || 'the database'} could not be read.`, {
      why:
        standing?.ok === false
          ? standing.why
          : history?.ok === false
            ? history.why
            : read.standings?.ok === false
              ? read.standings.why
              : 'It is not configured.',
      fix: `npx tidemark doctor${on}`,
    });
  return { standing: standing.value, history: history.value };
}

/** Throws a Problem where it could not be read, or nothing of it could be proven. */
export function readToAdopt(read: Readings, environment: string, on: string): ToAdopt {
  const known = readHistory(read, environment, on);
  const audited = auditedIn(read, environment);
  if (!audited.ok)
    throw new Problem('not-audited', `Nothing can be proven of ${environment}.`, {
      why: `${sentence(audited.why)} Nothing was changed.`,
      fix: `npx tidemark audit${on}\nOr state what you know: npx tidemark rebuild-history${on} --ran <migration>`,
    });
  const { own: audit, others, untold } = audited.value;
  return { ...known, audit, others, untold };
}

const sentence = (why: string): string => (why.endsWith('.') ? why : `${why}.`);

/** Rows can be written as Drizzle writes them. */
export function checkTable({ table, others, environment }: History, on: string): void {
  const holds = (t: HistoryTable | null, column: string) => t?.columns.some((c) => c.name === column) === true;
  const column = table ? stampColumn(table) : undefined;
  const odd =
    table &&
    (table.kind !== 'table' || !holds(table, 'hash') || !column || !['fine', 'works'].includes(stampTypeOf(column.type)));
  if (!odd) return;
  throw new Problem(
    'history-wrong-shape',
    `${tableName(table)} in ${environment} is not of a shape that Drizzle’s rows fit into.`,
    {
      why: `${table.kind === 'table' ? 'Its columns have to be made right first' : `It is a ${table.kind}`}. Nothing was changed.${others.length > 0 ? ` There are other tables: ${others.map(tableName).join(', ')}.` : ''}`,
      fix: table.kind === 'table' ? `npx tidemark rebuild-history${on}` : `npx tidemark explain history-not-a-table`,
    },
  );
}

/** Another table that holds this folder's rows is the history; a second one beside it would hide it. */
export function checkElsewhere(
  { intended, project }: Readings,
  { table, others }: History,
  environment: string,
  on: string,
): void {
  if ((table?.rows.length ?? 0) > 0 || !intended?.ok || !project?.ok) return;
  const found = others.find((o) => fitOf(o, environment, project.value.line, intended.value).rows > 0);
  if (!found) return;
  throw new Problem('history-elsewhere', `The history of ${environment} lies in ${tableName(found)}.`, {
    why: `It records migrations of this folder, and the configured table is ${table ? 'empty' : 'not there'}. Nothing was changed.`,
    fix: `npx tidemark repair history-elsewhere${on}`,
  });
}
