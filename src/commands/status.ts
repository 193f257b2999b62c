/** Which migrations are applied, pending, odd: one row a migration, one column an environment. */

import { inSeconds, readStamp } from '../compare/history/stamp.ts';
import type { Command, Line, MigrationStanding, Readings, RowFault, Standing, Target } from '../model/index.ts';

export interface StatusRow {
  name: string;
  file?: string;
  state: 'applied' | 'pending' | 'out-of-order' | 'unreadable';
  /** When it was recorded as generated (0.x keeps no other time) or applied (1.0), ISO, UTC. */
  at?: string;
  odd?: string;
}

export interface StatusData {
  environments: {
    name: string;
    target: Target;
    migrations: StatusRow[];
    /** History rows that belong to no migration. */
    rows: { id: string | null; hash: string | null; at: string | null }[];
    /** Why the environment could not be read; the lists are empty then. */
    unread?: string;
  }[];
}

export default {
  name: 'status',
  says: 'which migrations are applied, pending, odd: one row a migration, one column an environment',
  changes: false,
  flags: [],
  sees: ['project', 'environments', 'folder', 'journal', 'migrations', 'intended', 'histories', 'standings', 'servers'],
  think(read) {
    const environments = read.environments?.ok ? read.environments.value : [];
    const line = read.project?.ok ? read.project.value.line : '0.x';
    const standings = read.standings?.ok ? read.standings.value : null;
    const data: StatusData = {
      environments: environments.flatMap((e) => {
        const one = standings?.get(e.name);
        if (standings && one === undefined) return [];
        const base = { name: e.name, target: e.target };
        if (!one?.ok)
          return [
            {
              ...base,
              migrations: [],
              rows: [],
              unread: one?.why ?? (read.standings?.ok === false ? read.standings.why : 'it was not read'),
            },
          ];
        return [
          {
            ...base,
            migrations: one.value.migrations.map((m) => row(m, line, partsOf(read.histories, e.name, m.migration.name))),
            rows: one.value.orphans.map((r) => ({ id: r.id, hash: r.hash, at: r.createdAt })),
          },
        ];
      }),
    };
    const unchecked = data.environments
      .filter((e) => e.unread)
      .map((e) => ({ what: `environment ${e.name}`, why: e.unread ?? '', environment: e.name, rules: [] }));
    if (!read.migrations?.ok && read.migrations)
      unchecked.push({ what: 'the migrations', why: read.migrations.why, environment: '', rules: [] });
    if (read.environments && !read.environments.ok)
      unchecked.push({
        what: 'the database',
        why: read.environments.why,
        environment: '',
        rules: [],
        ...(read.environments.absent ? { absent: true } : {}),
      });
    const all = [...(standings?.values() ?? [])].flatMap((s) => (s.ok ? [s.value] : []));
    const clean = all.length > 0 && all.every(isClean) && data.environments.every((e) => !e.unread);
    return {
      kind: 'report',
      exit: clean ? 0 : 1,
      verdict: verdict(all, data, unchecked.length),
      findings: [],
      unchecked: unchecked.map(({ environment, ...u }) => (environment ? { environment, ...u } : u)),
      data,
    };
  },
} satisfies Command<StatusData>;

const isClean = (s: Standing): boolean =>
  s.orphans.length === 0 && s.migrations.every((m) => m.state === 'applied' && odd(m) === undefined);

/** How far a migration came that stopped between its parts, or that runs now. */
function partsOf(histories: Readings['histories'], environment: string, migration: string): string | undefined {
  const history = histories?.ok ? histories.value.get(environment) : undefined;
  const parts = history?.ok ? history.value.parts.filter((p) => p.migration === migration) : [];
  const done = parts.filter((p) => p.state === 'done').length;
  if (parts.length === 0) return undefined;
  return done === 0
    ? 'begun, and not all of it is in'
    : `${done === 1 ? 'its first part is' : `its first ${done} parts are`} in, the rest is not`;
}

function row(m: MigrationStanding, line: Line, parts: string | undefined): StatusRow {
  const says = [odd(m), parts].filter((s) => s !== undefined).join('; ');
  const applied = line === '1.0' ? m.rows[0]?.row.values['applied_at'] : null;
  const stamp = readStamp(applied ?? m.rows[0]?.row.createdAt ?? null);
  const value =
    stamp.form === 'time' ? stamp.ms : stamp.form === 'number' ? (inSeconds(stamp) ? stamp.value * 1000 : stamp.value) : null;
  const ms = value !== null && Math.abs(value) < 8.64e15 ? value : null;
  return {
    name: m.migration.name,
    ...(m.migration.file ? { file: m.migration.file } : {}),
    state: m.state,
    ...(ms !== null && m.state === 'applied' ? { at: new Date(ms).toISOString() } : {}),
    ...(says ? { odd: says } : {}),
  };
}

const FAULTS: Record<RowFault, string> = {
  'hash-of-other-line-ends': 'recorded with other line ends',
  'hash-of-earlier-text': 'file edited after it was applied',
  'hash-unknown': 'file differs from what was recorded',
  'hash-is-tag': 'its name is recorded instead of its hash',
  'stamp-null': 'recorded without a time',
  'stamp-in-seconds': 'time recorded in seconds',
  'stamp-is-text': 'time recorded as text',
  'stamp-differs': 'recorded with another time than the folder has',
  'name-null': 'recorded without its name',
  'name-differs': 'recorded under another name',
};

function odd(m: MigrationStanding): string | undefined {
  const faults = new Set(m.rows.flatMap((r) => r.faults));
  // Seconds and texts differ from the folder's stamp too; once is enough.
  if (faults.has('stamp-in-seconds') || faults.has('stamp-is-text')) faults.delete('stamp-differs');
  const parts = [...faults].map((f) => FAULTS[f]);
  if (m.rows.length > 1) parts.push(`recorded ${m.rows.length} times`);
  if (m.rows[0]?.ambiguous) parts.push('which row is its own is a guess');
  if (m.state === 'applied' && m.stock === 'runs') parts.push('the stock migrator would run it again');
  if (m.state !== 'applied' && m.stock === 'skips') parts.push('the stock migrator would skip it');
  if (!m.migration.sql.ok) parts.push(m.migration.sql.why);
  return parts.length > 0 ? parts.join('; ') : undefined;
}

function verdict(all: Standing[], data: StatusData, unread: number): string {
  if (all.length === 0) return data.environments.length > 0 ? 'No environment could be read.' : 'No database is configured.';
  const parts = all.map((s) => {
    const n = (state: string) => s.migrations.filter((m) => m.state === state).length;
    const odds = s.migrations.filter((m) => odd(m)).length + s.orphans.length;
    const told = [
      `${n('applied')} applied`,
      n('pending') > 0 && `${n('pending')} pending`,
      n('out-of-order') > 0 && `${n('out-of-order')} out of order`,
      odds > 0 && `${odds} odd`,
    ].filter(Boolean);
    return `${s.environment === 'default' && all.length === 1 ? '' : `${s.environment}: `}${told.join(', ')}`;
  });
  return `${parts.join('; ')}.${unread > 0 ? ' Not everything could be read.' : ''}`;
}
