/** The agreement as a page: a row a history, a column a major. */
import type { Agreed, Agreement } from './agree.ts';

export function tableOf(all: readonly Agreement[], majors: readonly number[], engine: string): string {
  const whole = all.filter((a) => a.stops === null);
  const lines = [
    `Measured with \`npm run agreement\`: every history of the corpus and the stories is replayed on ${engine} and on a server of each`,
    'major, and the two catalogs are compared in all classes, as `diff --count all` does; then the server’s database is held against',
    'PGlite’s replay as `verify` does it; on 15, what PGlite made is written as statements, made again there and dumped with',
    '`pg_dump --schema-only` beside what the files made. Where PGlite stops (an extension that it does not have), or a server for want of',
    'one that PGlite has (pgvector), the state before that file is compared. *n texts*: views, rules and bodies that the majors word',
    'differently and that were written anew to be compared.',
    '',
    `| history | files | objects | ${majors.join(' | ')} | pg_dump 15 |`,
    `|---|---|---|${majors.map(() => '---').join('|')}|---|`,
    ...all.map((a) => `| ${row(a, majors).join(' | ')} |`),
    `| **runs the same** | | | ${majors.map((m) => same(all, m)).join(' | ')} | |`,
    `| **objects alike** | | | ${majors.map((m) => alike(all, m)).join(' | ')} | ${dumps(all)} |`,
    '',
    `${whole.length} of ${all.length} run to their end on PGlite${stopped(all)}.`,
    ...all.flatMap((a) => majors.flatMap((m) => told(a, m))),
  ];
  return lines.join('\n');
}

const row = (a: Agreement, majors: readonly number[]): (string | number)[] => [
  a.history,
  a.files,
  a.objects,
  ...majors.map((m) => cell(a.on[m])),
  dumpCell(a),
];

function cell(on: Agreed | undefined): string {
  if (!on) return 'not measured';
  const differing = new Set([...on.differences, ...on.drift]).size;
  return [
    on.stops === null ? '' : `stops at ${on.stops.split(' ')[0]}`,
    on.lacking === null ? '' : `before ${on.lacking}`,
    differing === 0 ? 'alike' : `${differing} differ`,
    on.texts > 0 ? `${on.texts} texts` : '',
    ...on.notCompared.map((n) => `not compared: ${n}`),
  ]
    .filter(Boolean)
    .join(', ');
}

function dumpCell(a: Agreement): string {
  const dump = a.on['15']?.dump ?? null;
  return dump === null ? 'not compared' : dump.length === 0 ? 'alike' : `${dump.length} differ`;
}

/** Of those that find their extensions there. */
function same(all: readonly Agreement[], major: number): string {
  const measured = all.flatMap((a) => a.on[major] ?? []).filter((on) => on.lacking === null);
  return percent(measured.filter((on) => on.stops === null).length, measured.length);
}

function alike(all: readonly Agreement[], major: number): string {
  const measured = all.flatMap((a) => a.on[major] ?? []);
  const objects = measured.reduce((sum, on) => sum + on.objects, 0);
  const differing = measured.reduce((sum, on) => sum + new Set([...on.differences, ...on.drift]).size, 0);
  return percent(objects - differing, objects);
}

function dumps(all: readonly Agreement[]): string {
  const measured = all.flatMap((a) => a.on['15']?.dump ?? []);
  const histories = all.filter((a) => (a.on['15']?.dump ?? null) !== null).length;
  return `${measured.length} entries in ${histories} histories`;
}

const percent = (part: number, of: number): string =>
  of === 0 ? '-' : `${(Math.floor((part / of) * 10_000) / 100).toFixed(2)} %`;

function stopped(all: readonly Agreement[]): string {
  const stops = all.filter((a) => a.stops !== null).map((a) => `${a.history} at ${a.stops}`);
  return stops.length > 0 ? `; ${stops.join(', ')}` : '';
}

function told(a: Agreement, major: number): string[] {
  const on = a.on[major];
  if (!on) return [];
  const differing = [...new Set([...on.differences, ...on.drift])];
  const dump = on.dump ?? [];
  if (on.stops === null && differing.length === 0 && dump.length === 0) return [];
  const shown = (texts: readonly string[]): string[] =>
    texts.slice(0, 5).map((t) => `  - \`${t.replaceAll('`', "'").replaceAll('\n', ' ').slice(0, 300)}\``);
  return [
    '',
    `- ${a.history} on ${major}${on.stops === null ? '' : `: stops at ${on.stops}`}`,
    ...shown(differing),
    ...shown(dump.map((d) => `pg_dump: ${d}`)),
  ];
}
