/** Everything that is wrong, why, the evidence, and what to type. */
import { judge } from '../compare/judge.ts';
import { flagged } from '../model/command.ts';
import type { Command, EvidenceKey } from '../model/index.ts';

/** All that any rule can ask for. */
export const SEEN: readonly EvidenceKey[] = [
  'project',
  'environments',
  'folder',
  'journal',
  'migrations',
  'intended',
  'snapshots',
  'tried',
  'sql',
  'git',
  'surroundings',
  'histories',
  'servers',
  'standings',
  'edits',
  'receipts',
  'started',
  'brokenReceipts',
  'acknowledged',
  'now',
];

/** What --audit reads besides: the folder is replayed, and schema.ts, the newest snapshot and each database are held against it. */
export const AUDITED: readonly EvidenceKey[] = ['catalogs', 'replay', 'legacies', 'audits', 'schema', 'snapshot'];

export interface DoctorData {
  counts: { error: number; warning: number; note: number; acknowledged: number };
  /** Migrations looked at, and environments that could be read. */
  migrations: number;
  environments: { name: string; read: boolean }[];
}

export default {
  name: 'doctor',
  says: 'everything that is wrong, why, the evidence, and what to type',
  about: [
    'Looks at the migrations folder, the configuration, and every environment that can be reached. Changes nothing.',
    'Rules about what schemas really are (schema-ahead, snapshot-not-replay, environment-drift) are asked with --audit, and by verify.',
  ].join('\n'),
  changes: false,
  judges: true,
  flags: [
    { name: 'strict', says: 'warnings too make the answer no (exit 1)' },
    { name: 'files', says: 'look at files only, connect to nothing' },
    { name: 'audit', says: 'audit the databases as well: what was only suspected is proven, or falls silent' },
    { name: 'connect', says: 'try with two connections an environment whether migrate could run (exit 1 if not)' },
  ],
  sees: SEEN,
  seesWith: { audit: AUDITED },
  think(read, args, rules) {
    const { judged, unchecked } = judge(rules, read, read.acknowledged?.ok ? read.acknowledged.value : []);
    const findings = judged.map((j) => j.finding);
    const open = findings.filter((f) => !f.acknowledged);
    const count = (severity: string) => open.filter((f) => f.severity === severity).length;
    const counts = {
      error: count('error'),
      warning: count('warning'),
      note: count('note'),
      acknowledged: findings.length - open.length,
    };
    // What is there and broken has a rule of its own; anything else that could not be read makes the answer no.
    const failed = unchecked.some((u) => !u.absent && !rules.some((r) => r.id === u.because));
    const bad = counts.error > 0 || (flagged(args, 'strict') && counts.warning > 0) || failed;
    const environments = read.histories?.ok ? [...read.histories.value].map(([name, r]) => ({ name, read: r.ok })) : [];
    return {
      kind: 'report',
      exit: bad ? 1 : 0,
      verdict: verdict(counts, unchecked.filter((u) => !u.absent).length, read.histories?.ok !== true),
      findings,
      unchecked,
      data: { counts, migrations: read.migrations?.ok ? read.migrations.value.length : 0, environments },
    };
  },
} satisfies Command<DoctorData>;

function verdict({ error, warning, note }: DoctorData['counts'], unchecked: number, blind: boolean): string {
  const parts = [
    error && `${error} ${error === 1 ? 'error' : 'errors'}`,
    warning && `${warning} ${warning === 1 ? 'warning' : 'warnings'}`,
    note && `${note} ${note === 1 ? 'note' : 'notes'}`,
  ].filter(Boolean);
  const rest = unchecked > 0 ? ' Not everything could be looked at.' : '';
  return parts.length === 0
    ? `Nothing is wrong${blind ? ' in the files; no database was looked at' : ''}.${rest}`
    : `${parts.join(', ')}.${rest}`;
}
