/** Which findings one plan can mend: their remedies' changes together, those that would overlap left for the next plan. */
import { Problem } from '../../base/problem.ts';
import { subjectKey } from '../../model/finding.ts';
import type { AnyRule, Change, EvidenceKey, Expectation, Finding, Judged, Readings, Remedy } from '../../model/index.ts';
import { mergeRows } from '../rows/rows.ts';
import { mergeEdits } from './edit.ts';

export interface Mending {
  changes: Change[];
  expects: Expectation[];
  mended: Finding[];
  /** Findings whose changes touch the same places; a plan made afterwards takes them. */
  later: Finding[];
}

export interface Choice {
  judged: Judged;
  remedy: Remedy;
}

/** The remedy that is asked for, else the first that can be executed; none where the first needs something that is not there. */
export function choose(judged: Judged, rules: readonly AnyRule[], read: Readings, wanted: string | undefined): Choice | null {
  const rule = rules.find((r) => r.id === judged.finding.rule);
  if (!rule?.remedies) return null;
  const given: Record<string, unknown> = {};
  for (const key of rule.needs) given[key] = (read[key] as { value: unknown }).value;
  for (const key of rule.wants as EvidenceKey[]) given[key] = read[key] ?? { ok: false, why: 'it was not read' };
  const all = rule.remedies(judged.found as never, given as never);
  const remedies = wanted === undefined && all[0]?.needs !== undefined ? [] : all.filter((r) => r.change.length > 0);
  const remedy = wanted === undefined ? remedies[0] : remedies.find((r) => r.name === wanted);
  return remedy ? { judged, remedy } : null;
}

/** The one environment of a remedy's changes; null for files only. */
export const environmentOf = (changes: readonly Change[]): string | null =>
  changes.flatMap((c) => ('environment' in c ? [c.environment] : []))[0] ?? null;

export function mend(choices: readonly Choice[]): Mending {
  const out: Mending = { changes: [], expects: [], mended: [], later: [] };
  for (const { judged, remedy } of choices) {
    const together = [...out.changes, ...remedy.change];
    if (!fits(together)) {
      out.later.push(judged.finding);
      continue;
    }
    out.changes = together;
    out.mended.push(judged.finding);
    out.expects.push({
      says: `${judged.finding.rule} has nothing to say about ${subjectKey(judged.finding.subject, judged.finding.environment)} any more.`,
      rule: judged.finding.rule,
      subject: subjectKey(judged.finding.subject, judged.finding.environment),
    });
  }
  return out;
}

/** Whole-file changes go alone, a finish goes alone, edits and rows must not meet. */
function fits(changes: readonly Change[]): boolean {
  if (changes.some((c) => c.kind === 'finish') && new Set(changes.map((c) => (c.kind === 'finish' ? c.id : ''))).size > 1)
    return false;
  try {
    const paths = new Set(changes.flatMap((c) => ('path' in c ? [c.path, ...(c.kind === 'move' ? [c.to] : [])] : [])));
    for (const path of paths) {
      const whole = new Set(
        changes
          .filter(
            (c) =>
              (c.kind === 'move' && (c.path === path || c.to === path)) ||
              ((c.kind === 'create' || c.kind === 'remove') && c.path === path),
          )
          .map((c) => JSON.stringify(c)),
      );
      const edits = changes.flatMap((c) => (c.kind === 'edit' && c.path === path ? [c.edit] : []));
      if (whole.size > 1 || (whole.size === 1 && edits.length > 0)) return false;
      mergeEdits(path, edits);
    }
    for (const c of changes) {
      if (c.kind !== 'rows') continue;
      mergeRows(
        c.table,
        changes.flatMap((x) =>
          x.kind === 'rows' && x.table.schema === c.table.schema && x.table.name === c.table.name ? x.rows : [],
        ),
      );
    }
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'remedies-overlap') return false;
    throw error;
  }
}
