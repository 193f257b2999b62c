/** The answer of `audit`: recorded beside executed, migration by migration, then what speaks, and what no migration explains. */

import { type AuditData, type AuditedEnvironment, isOtherwise } from '../commands/audit.ts';
import { tellingFirst } from '../compare/audit/telling.ts';
import { unexplained } from '../compare/audit/unexplained.ts';
import type { Audit, JudgedMigration, JudgedStatement, MigrationVerdict, Unchecked } from '../model/index.ts';
import { differenceLines, notComparedLines } from './differences.ts';
import { type Paint, type Pen, pen, plain, plural, type Style } from './style.ts';
import { cell, table } from './table.ts';
import { uncheckedLines } from './unchecked.ts';
import { hang } from './wrap.ts';

const WORDS: Readonly<Record<MigrationVerdict, string>> = {
  executed: 'executed',
  'not-executed': 'not executed',
  partly: 'partly executed',
  'data-unknown': 'schema there, rows cannot be told',
  superseded: 'superseded: nothing left to see',
  undecided: 'cannot be told',
  nothing: 'changes nothing',
};

/** Migrations in a row that are told one by one; alike ones beyond are counted. */
const UNFOLDED = 40;
const FACTS = 3;

export function auditText(verdict: string, unchecked: readonly Unchecked[], data: AuditData, style: Style): string {
  const p = pen(style);
  const parts = [
    data.assumed.flatMap((a) => hang(p, a, { first: '', paint: p.dim })),
    ...data.environments.flatMap((e) => environmentParts(p, e)),
    uncheckedLines(p, unchecked),
    hang(p, verdict, { first: '' }),
  ];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
}

function environmentParts(p: Pen, e: AuditedEnvironment): string[][] {
  const head = hang(p, `${e.name}${e.engine ? `, ${e.engine}, ${e.objects} objects` : ''}`, { first: '', paint: p.bold });
  const histories = e.histories.flatMap((h) =>
    hang(p, `${h.table} (${h.tool}): ${[plural(h.rows, 'row'), ...h.says].join(', ')}`, { first: `  ${p.marks.bullet} ` }),
  );
  return [
    [...head, ...histories],
    ...e.audits.flatMap((a) => [
      [...hang(p, `${a.system.folder} (${a.system.tool})`, { first: '', paint: p.cyan }), ...migrationLines(p, a)],
      factsOf(p, a),
      ...(a.system.own ? [driftLines(p, a), proofLines(p, a)] : []),
    ]),
  ];
}

function migrationLines(p: Pen, { migrations }: Audit): string[] {
  const rows = [
    [cell('migration', p.dim), cell('recorded', p.dim), cell('by evidence', p.dim)],
    ...folded(migrations).map((m) => {
      if ('fold' in m) return [cell(`${p.marks.cut} ${m.fold} more alike ${p.marks.cut}`, p.dim), cell(''), cell('')];
      const [mark, paint] = markOf(p, m);
      return [
        cell(p.say(m.migration)),
        cell(m.recorded ? 'yes' : 'no', m.recorded ? plain : p.dim),
        cell(`${mark} ${WORDS[m.verdict]}`, paint),
      ];
    }),
  ];
  return table(p, rows, { yielding: [0] });
}

function markOf(p: Pen, m: JudgedMigration): [string, Paint] {
  if (isOtherwise(m)) return [p.marks.error, p.red];
  if (m.verdict === 'executed') return [p.marks.ok, p.green];
  if (m.verdict === 'not-executed') return [p.marks.bullet, p.cyan];
  return m.verdict === 'superseded' || m.verdict === 'nothing' ? [p.marks.ok, p.dim] : [p.marks.warning, p.yellow];
}

function folded(migrations: readonly JudgedMigration[]): (JudgedMigration | { fold: number })[] {
  if (migrations.length <= UNFOLDED) return [...migrations];
  const out: (JudgedMigration | { fold: number })[] = [];
  const like = (a: JudgedMigration | undefined, b: JudgedMigration): boolean =>
    a?.verdict === b.verdict && a.recorded === b.recorded;
  migrations.forEach((m, i) => {
    const [before, after] = [migrations[i - 1], migrations[i + 1]];
    if (!like(before, m) || !after || !like(after, m)) {
      out.push(m);
      return;
    }
    const last = out.at(-1);
    if (last && 'fold' in last) last.fold += 1;
    else out.push({ fold: 1 });
  });
  return out;
}

/** Of those that are not as recorded or cannot be told: statement by statement, what speaks. */
function factsOf(p: Pen, { migrations }: Audit): string[] {
  const told = migrations.filter((m) => isOtherwise(m) || m.verdict === 'undecided' || m.verdict === 'data-unknown');
  const lines = told
    .slice(0, 12)
    .flatMap((m) => [p.bold(p.say(m.migration)), ...m.statements.flatMap((s) => statementLines(p, m, s))]);
  return told.length > 12
    ? [...lines, p.dim(`${p.marks.cut} and ${told.length - 12} more migrations; --json has all of them`)]
    : lines;
}

const SAYS: Readonly<Record<JudgedStatement['verdict'], string>> = {
  executed: 'executed',
  'not-executed': 'not executed',
  superseded: 'superseded',
  undecidable: 'cannot be told',
  nothing: 'changes nothing',
};

function statementLines(p: Pen, { file }: JudgedMigration, s: JudgedStatement): string[] {
  if (s.verdict === 'nothing') return [];
  const facts = [...tellingFirst(s.speaksAgainst), ...tellingFirst(s.speaksFor)];
  const more = facts.length > FACTS ? `, and ${facts.length - FACTS} more` : '';
  const told = facts.length > 0 ? `: ${facts.slice(0, FACTS).join('; ')}${more}` : s.touches === 'data' ? ': it writes rows' : '';
  const lines = hang(
    p,
    `${file ?? ''}:${s.line} ${s.tag
      .split(' ')
      .filter((w) => !/^\d+$/.test(w))
      .join(' ')} ${SAYS[s.verdict]}${told}`,
    { first: '  ', rest: '    ', most: 5 },
  );
  for (const { what, rows } of s.loses ?? [])
    lines.push(
      ...hang(p, `Run now, it would take away ${what}${rows === null ? '' : ` with ${plural(rows, 'row')}`}.`, {
        first: `    ${p.marks.warning} `,
        paint: p.red,
      }),
    );
  return s.probe ? [...lines, ...hang(p, `ask: ${s.probe}`, { first: '    ', paint: p.dim, most: 3 })] : lines;
}

function driftLines(p: Pen, { drift, notCompared }: Audit): string[] {
  const telling = drift.filter((d) => d.class === 'structural');
  if (telling.length === 0) return notComparedLines(p, notCompared);
  return [
    ...hang(
      p,
      'What no migration explains (- there, and not by a migration; + a migration makes it, and it is not there; ~ not alike):',
      { first: '' },
    ),
    ...differenceLines({ ...p, prose: p.prose - 2 }, { differences: drift, counted: ['structural'], notCompared }).map((l) =>
      l === '' ? l : `  ${l}`,
    ),
  ];
}

function proofLines(p: Pen, { proof, unproven, drift }: Audit): string[] {
  const rest = unexplained({ drift }).length;
  if (!proof) return hang(p, `Unproven: ${unproven ?? 'nothing was replayed'}.`, { first: '', paint: p.dim });
  const text =
    rest === 0
      ? `Proven on ${proof.engine}: ${plural(proof.replayed.length, 'migration')} replayed make this schema.`
      : `Tried on ${proof.engine}: ${plural(proof.replayed.length, 'migration')} replayed, and ${plural(rest, 'object')} not alike.`;
  return hang(p, text, { first: '', paint: p.dim });
}
