/** Every rule over what was read: findings, and what could not be checked and why. */

import { flagOf } from '../base/flag.ts';
import { subjectKey } from '../model/finding.ts';
import type {
  Acknowledgement,
  AnyRule,
  EvidenceKey,
  Finding,
  Found,
  Judged,
  Read,
  Readings,
  Unchecked,
  Unread,
} from '../model/index.ts';

/** Keys whose value is a map from environment to what was read there. */
const PER_ENVIRONMENT: readonly EvidenceKey[] = ['histories', 'servers', 'standings', 'catalogs'];

/** What only `verify` and `doctor --audit` read; elsewhere rules that need it are not asked, and the help says so. */
const ON_REQUEST: readonly EvidenceKey[] = ['catalogs', 'replay', 'audits', 'schema', 'snapshot'];

/** What a key is called when it could not be read. */
const CALLED: Partial<Record<EvidenceKey, string>> = {
  git: 'git',
  environments: 'the databases',
  histories: 'the databases',
  servers: 'the databases',
  standings: 'the databases',
  folder: 'the migrations folder',
  migrations: 'the migrations',
  intended: 'the migrations',
  sql: 'the SQL files',
  schema: 'what schema.ts says',
  snapshot: 'what the newest snapshot says',
  replay: 'what the migrations make',
};

interface Silent {
  rule: string;
  what: string;
  unread: Unread;
  environment?: string;
}

export interface Verdict {
  judged: Judged[];
  unchecked: Unchecked[];
}

export function judge(rules: readonly AnyRule[], readings: Readings, acknowledged: readonly Acknowledgement[]): Verdict {
  const read = { ...readings, ...wholeReplay(readings) };
  const judged: Judged[] = [];
  const silent: Silent[] = [];
  for (const rule of rules) {
    if (rule.needs.some((key) => ON_REQUEST.includes(key) && read[key] === undefined)) continue;
    const blocked = rule.needs.find((key) => !read[key]?.ok);
    if (blocked) {
      const unread = read[blocked];
      silent.push({
        rule: rule.id,
        what: CALLED[blocked] ?? `the ${blocked}`,
        unread: unread && !unread.ok ? unread : { ok: false, why: 'nobody asked for it' },
      });
      continue;
    }
    for (const key of rule.needs.filter((k) => PER_ENVIRONMENT.includes(k))) {
      const map = (read[key] as { value: ReadonlyMap<string, Read<unknown>> }).value;
      for (const [environment, one] of map)
        if (!one.ok) silent.push({ rule: rule.id, what: `environment ${environment}`, unread: one, environment });
    }
    const given = givenTo(rule, read);
    for (const found of rule.check(given as never))
      judged.push({ finding: findingOf(rule, found, given, acknowledged, audited(rule, read)), found });
  }
  return { judged: sorted(judged), unchecked: grouped(silent) };
}

/** A folder that stops to replay makes no schema that anything could be held against. */
function wholeReplay({ replay }: Readings): Readings {
  if (!replay?.ok || !replay.value.failure) return {};
  const { migration, message, file, line } = replay.value.failure;
  return {
    replay: { ok: false, why: `the folder replays up to ${migration} only: ${message}${file ? ` (${file}:${line ?? 1})` : ''}` },
  };
}

/** What the rule named, and nothing else. */
function givenTo(rule: AnyRule, read: Readings): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const key of rule.needs) given[key] = (read[key] as { value: unknown }).value;
  for (const key of rule.wants) given[key] = read[key] ?? { ok: false, why: 'it was not read' };
  return given;
}

function findingOf(
  rule: AnyRule,
  found: Found,
  given: Record<string, unknown>,
  acknowledged: readonly Acknowledgement[],
  more: string,
): Finding {
  const key = subjectKey(found.subject, found.environment);
  const note = acknowledged.find((a) => a.rule === rule.id && (a.subject === key || a.subject === '*'));
  const remedies = rule.remedies?.(found as never, given as never) ?? [];
  return {
    rule: rule.id,
    severity: found.severity ?? rule.severity,
    confidence: found.confidence ?? 'derived',
    ...(found.environment ? { environment: found.environment } : {}),
    subject: found.subject,
    says: found.says,
    harm: rule.harm,
    evidence: found.evidence,
    remedies: remedies.map((r, i) => ({
      name: r.name,
      says: r.says,
      command: r.command ?? (r.change.length === 0 ? '' : `${repairCommand(rule.id, r.name, i, found.environment)}${more}`),
    })),
    ...(rule.advice && remedies.every((r) => r.change.length === 0 && !r.command) ? { advice: rule.advice } : {}),
    ...(found.because ? { because: found.because } : {}),
    ...(note ? { acknowledged: { reason: note.reason, on: note.on, by: note.by } } : {}),
  };
}

/** A remedy that was made from an audit needs it again. */
const audited = ({ wants }: AnyRule, read: Readings): string => (wants.includes('audits') && read.audits?.ok ? ' --audit' : '');

const repairCommand = (rule: string, remedy: string, place: number, environment: string | undefined): string =>
  `npx tidemark repair ${rule}${place === 0 ? '' : ` --with ${remedy}`}${flagOf(environment)}`;

const WEIGHT = { error: 0, warning: 1, note: 2 } as const;

/** Most harmful first; what follows from another finding behind the findings that stand alone. */
const sorted = (judged: Judged[]): Judged[] =>
  judged
    .map((j, i) => ({ j, i }))
    .sort(
      (a, b) =>
        WEIGHT[a.j.finding.severity] - WEIGHT[b.j.finding.severity] ||
        Number(!!a.j.finding.because) - Number(!!b.j.finding.because) ||
        a.i - b.i,
    )
    .map(({ j }) => j);

/** One entry a reason, not one a rule. */
function grouped(silent: readonly Silent[]): Unchecked[] {
  const out = new Map<string, Unchecked>();
  for (const { rule, what, unread, environment } of silent) {
    const key = `${environment ?? ''}\n${unread.why}`;
    const entry = out.get(key) ?? {
      what,
      why: unread.why,
      ...(environment ? { environment } : {}),
      ...(unread.because ? { because: unread.because } : {}),
      ...(unread.absent ? { absent: true as const } : {}),
      rules: [],
    };
    if (!entry.rules.includes(rule)) entry.rules.push(rule);
    out.set(key, entry);
  }
  return [...out.values()];
}
