/** The answer of `verify`: environment by environment what is not as expected, which are alike, and what was not compared. */
import type { VerifyData } from '../commands/verify.ts';
import type { VerifiedEnvironment } from '../compare/catalogs/verified.ts';
import type { Finding, Unchecked } from '../model/index.ts';
import { differenceLines, notComparedLines } from './differences.ts';
import { findingsText } from './findings.ts';
import { listed, type Pen, pen, plural, type Style } from './style.ts';
import { uncheckedLines } from './unchecked.ts';
import { hang } from './wrap.ts';

export interface Verified {
  verdict: string;
  findings: readonly Finding[];
  unchecked: readonly Unchecked[];
}

export function verifyText({ verdict, findings, unchecked }: Verified, data: VerifyData, style: Style): string {
  const p = pen(style);
  // What is otherwise in an environment stands in its tree.
  const files = findingsText(
    findings.filter((f) => f.rule !== 'environment-drift'),
    style,
  );
  const parts = [
    data.against
      ? [
          ...hang(p, `Expected: ${data.against}.`, { first: '', paint: p.dim }),
          ...data.assumed.flatMap((a) => hang(p, a, { first: '  ', paint: p.dim })),
        ]
      : [],
    ...data.environments.map((e) => environmentLines(p, e, data)),
    alikeLines(p, data),
    ...driftLines(p, findings),
    files === '' ? [] : [files],
    uncheckedLines(p, unchecked),
    hang(p, verdict, { first: '' }),
  ];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
}

function environmentLines(p: Pen, e: VerifiedEnvironment, { counted }: VerifyData): string[] {
  const telling = e.differences.filter((d) => counted.includes(d.class));
  const odd = e.history === null || e.history.pending.length > 0 || e.history.odd > 0;
  const fine = e.expected !== null && telling.length === 0 && !odd;
  const mark = fine ? p.green(p.marks.ok) : telling.length > 0 ? p.red(p.marks.error) : p.yellow(p.marks.warning);
  const schema =
    e.expected === null
      ? 'schema not checked'
      : telling.length === 0
        ? `schema as after ${e.expected}`
        : `not as after ${e.expected}`;
  const history =
    e.history === null
      ? 'history not read'
      : [
          `${e.history.applied} applied`,
          e.history.pending.length > 0 ? `${e.history.pending.length} pending` : '',
          e.history.odd > 0 ? `${e.history.odd} odd` : '',
        ]
          .filter(Boolean)
          .join(', ');
  const head = hang(p, `${e.name}${e.engine ? `, ${e.engine}` : ''}: ${schema}; ${history}`, { first: `${mark} `, rest: '  ' });
  if (e.respelledOn)
    head.push(...hang(p, `Views and rules were written anew on ${e.respelledOn} to be compared.`, { first: '  ', paint: p.dim }));
  if (telling.length === 0) return [...head, ...notComparedLines(p, e.notCompared).map((l) => `  ${l}`)];
  const tree = differenceLines({ ...p, prose: p.prose - 2 }, { differences: e.differences, counted, notCompared: e.notCompared });
  return [
    ...head,
    p.dim(`  - expected and not there, + there and not expected, ~ not alike`),
    ...tree.map((l) => (l === '' ? l : `  ${l}`)),
  ];
}

function alikeLines(p: Pen, { alike, environments }: VerifyData): string[] {
  if (environments.filter((e) => e.engine !== null).length < 2) return [];
  const text =
    alike.length === 1
      ? `${listed(alike[0] ?? [])} are alike.`
      : `${plural(alike.length, 'different schema')}: ${alike.map((g) => listed(g)).join(' | ')}.`;
  return hang(p, text, { first: '' });
}

/** What mends it, an environment each; what somebody has acknowledged is counted. */
function driftLines(p: Pen, findings: readonly Finding[]): string[][] {
  const drift = findings.filter((f) => f.rule === 'environment-drift');
  const noted = drift.filter((f) => f.acknowledged).length;
  const commands = new Set(drift.flatMap((f) => (f.acknowledged ? [] : f.remedies.map((r) => r.command))));
  return [
    noted > 0
      ? hang(p, `Acknowledged, left as ${noted === 1 ? 'it is' : 'they are'}: ${plural(noted, 'difference')}.`, {
          first: '',
          paint: p.dim,
        })
      : [],
    [...commands].map((command) => `${p.marks.arrow} ${p.bold(p.say(command))}`),
  ];
}
