/** How far has each database really come? What is recorded beside what is there. */

import { Problem } from '../base/problem.ts';
import { untoldIn } from '../compare/audit/own-audit.ts';
import { unexplained } from '../compare/audit/unexplained.ts';
import type {
  Audit,
  Audits,
  Catalog,
  Command,
  History,
  JudgedMigration,
  LegacyHistory,
  MigrationVerdict,
  Read,
  Readings,
  Report,
  Unchecked,
} from '../model/index.ts';
import { SAVED_FORMAT, type SavedState } from '../model/saved-state.ts';

export interface HistoryFound {
  tool: string;
  table: string;
  rows: number;
  /** Says more than the count: `5 of 20 files are not recorded`. */
  says: string[];
}

export interface AuditedEnvironment {
  name: string;
  engine: string | null;
  objects: number;
  histories: HistoryFound[];
  /** The project's own folder first. Empty: nothing could be audited. */
  audits: Audit[];
}

export interface AuditData {
  environments: AuditedEnvironment[];
  /** What the replay took for granted. */
  assumed: string[];
}

export default {
  name: 'audit',
  says: 'every history table found, and which migrations’ effects are really there; --save keeps the catalog as a file',
  about: [
    'The folder is replayed on a throw-away database, statement by statement, and what each statement leaves behind is looked for in the',
    'live catalog. A migration is called executed only where all it does is there; what cannot be told is said to be so, with a query',
    'that would tell. The judgement is put to the test: what was judged executed is replayed, and the whole compared.',
    'Strictly read-only. Exit status: 0 what is recorded is what is there, 1 not.',
  ].join('\n'),
  changes: false,
  flags: [
    { name: 'save', value: '<file>', says: 'keep history tables and catalog of one environment, for diff and verify --against' },
  ],
  sees: [
    'project',
    'environments',
    'folder',
    'journal',
    'migrations',
    'intended',
    'histories',
    'standings',
    'servers',
    'catalogs',
    'replay',
    'legacies',
    'audits',
  ],
  saves: (read, args) => (args.flags.has('save') ? savedText(read) : null),
  think(read): Report<AuditData> {
    const catalogs = read.catalogs?.ok ? read.catalogs.value : new Map<string, Read<Catalog>>();
    const audits = read.audits ?? { ok: false as const, why: 'it was not read' };
    const unchecked: Unchecked[] = [];
    const toldOf: Audits[] = [];
    if (read.environments && !read.environments.ok)
      unchecked.push({
        what: 'the databases',
        why: read.environments.why,
        rules: [],
        ...(read.environments.absent ? { absent: true } : {}),
      });
    const environments = [...catalogs].map(([name, catalog]): AuditedEnvironment => {
      const told: Read<Audits> = audits.ok ? (audits.value.get(name) ?? { ok: false, why: 'it was not read' }) : audits;
      if (told.ok) toldOf.push(told.value);
      if (!catalog.ok) unchecked.push({ what: `environment ${name}`, why: catalog.why, environment: name, rules: [] });
      else if (!told.ok) unchecked.push({ what: `the migrations in ${name}`, why: told.why, environment: name, rules: [] });
      return {
        name,
        engine: catalog.ok ? catalog.value.engine : null,
        objects: catalog.ok ? catalog.value.objects.size : 0,
        histories: historiesOf(read, name),
        audits: told.ok ? [...(told.value.own ? [told.value.own] : []), ...told.value.others] : [],
      };
    });
    unchecked.push(...untoldIn(toldOf));
    const wrong = environments.flatMap((e) => e.audits.flatMap((a) => a.migrations.filter(isOtherwise)));
    const clean = wrong.length === 0 && environments.length > 0 && unchecked.every((u) => u.absent);
    return {
      kind: 'report',
      exit: clean ? 0 : 1,
      verdict: verdict(environments),
      findings: [],
      unchecked,
      data: { environments, assumed: read.replay?.ok ? read.replay.value.assumed : [] },
    };
  },
} satisfies Command<AuditData>;

const THERE: readonly MigrationVerdict[] = ['executed', 'partly', 'data-unknown'];

/** What is recorded is not what is there. */
export const isOtherwise = ({ recorded, verdict: v }: JudgedMigration): boolean =>
  recorded ? v === 'not-executed' || v === 'partly' : THERE.includes(v);

function historiesOf(read: Readings, name: string): HistoryFound[] {
  const history = read.histories?.ok ? read.histories.value.get(name) : undefined;
  const legacies = read.legacies?.ok ? read.legacies.value.get(name) : undefined;
  return [...(history?.ok ? ofDrizzle(history.value) : []), ...(legacies?.ok ? legacies.value.map(ofLegacy) : [])];
}

function ofDrizzle({ table, others, configured }: History): HistoryFound[] {
  const found = [...(table ? [table] : []), ...others];
  return found.map((t) => ({
    tool: 'Drizzle',
    table: `${t.schema}.${t.name}`,
    rows: t.rows.length,
    says:
      t.schema === configured.schema && t.name === configured.name
        ? ['the configured one']
        : ['not the one that drizzle.config names'],
  }));
}

function ofLegacy({ tool, table, rows, standings, orphanRows }: LegacyHistory): HistoryFound {
  const open = standings.filter((s) => s.state === 'not-recorded').length;
  return {
    tool,
    table: table ? `${table.schema}.${table.name}` : 'no table',
    rows: rows.length,
    says: [
      ...(standings.length > 0
        ? [open === 0 ? `all ${standings.length} files are recorded` : `${open} of ${standings.length} files are not recorded`]
        : []),
      ...(orphanRows.length > 0 ? [`${orphanRows.length} rows without a file`] : []),
    ],
  };
}

function verdict(environments: readonly AuditedEnvironment[]): string {
  if (environments.length === 0) return 'No database is configured.';
  const told = environments.map((e) => `${environments.length > 1 ? `${e.name}: ` : ''}${standing(e.audits)}`).join('; ');
  return `${told.slice(0, 1).toUpperCase()}${told.slice(1)}.`;
}

function standing(audits: readonly Audit[]): string {
  const own = audits.find((a) => a.system.own);
  if (!own) return 'not audited';
  const all = audits.flatMap((a) => a.migrations);
  const falsely = all.filter((m) => m.recorded && isOtherwise(m));
  const silently = all.filter((m) => !m.recorded && isOtherwise(m));
  const drift = unexplained(own).length;
  const parts = [
    stands(own),
    falsely.length > 0 ? `${falsely.length} recorded and not (all) executed` : '',
    silently.length > 0 ? `${silently.length} executed and not recorded` : '',
    drift > 0 ? `${drift === 1 ? 'one object' : `${drift} objects`} that no migration explains` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

function stands({ stands: s }: Audit): string {
  const or = s.is !== 'near' && s.or.length > 0 ? ` (whether ${s.or.join(', ')} ran too cannot be told)` : '';
  if (s.is === 'at')
    return `${s.migration === null ? 'it stands before the first migration' : `it stands at ${s.migration}`}${or}`;
  if (s.is === 'all-but') return `it stands at ${s.migration}, all but ${s.missing.join(', ')}${or}`;
  return s.migration === null ? 'it is no state of this folder' : `it is no state of this folder, and nearest to ${s.migration}`;
}

/** One environment's catalog, sorted, so that git shows what changed. */
function savedText(read: Readings): string {
  const catalogs = read.catalogs?.ok ? [...read.catalogs.value] : [];
  const [one] = catalogs;
  if (catalogs.length !== 1 || !one)
    throw new Problem('environment-needed', '--save keeps one environment.', {
      why: catalogs.length === 0 ? 'No database is configured.' : `There are ${catalogs.map(([n]) => n).join(', ')}.`,
      fix: `npx tidemark audit -e ${one?.[0] ?? '<name>'} --save baseline.json`,
    });
  if (!one[1].ok)
    throw new Problem('state-unreadable', `${one[0]} could not be read.`, {
      why: one[1].why,
      fix: 'Mend what is named there, then run the same command again.',
    });
  const [name, { value }] = [one[0], one[1]];
  const history = read.histories?.ok ? read.histories.value.get(name) : undefined;
  const saved: SavedState = {
    format: SAVED_FORMAT,
    tidemark: 'catalog',
    environment: name,
    engine: value.engine,
    versionNumber: value.versionNumber,
    spelledBy: value.spelledBy,
    histories: history?.ok
      ? [...(history.value.table ? [history.value.table] : []), ...history.value.others].map((t) => ({
          table: `${t.schema}.${t.name}`,
          rows: t.rows.map((r) => r.values),
        }))
      : [],
    notCompared: value.notCompared,
    objects: [...value.objects.values()].sort((a, b) => (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1)),
  };
  return `${JSON.stringify(saved, null, 1)}\n`;
}
