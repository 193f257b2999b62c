/** How two schemas differ, as a tree: what belongs to a table stands below it, before and after beside each other. */
import { kinds } from '../catalog/kinds.ts';
import type { CatalogObject, Difference, FactClass, FactDifference, NotCompared } from '../model/index.ts';
import { hunks } from './diff.ts';
import { listed, type Paint, type Pen, plural } from './style.ts';
import { width } from './width.ts';
import { hang } from './wrap.ts';

/** Objects that are told one by one; the rest is counted. */
const MOST = 60;
export const CLASS_WORDS: Readonly<Record<FactClass, string>> = {
  structural: 'structural',
  access: 'in owners and grants',
  position: 'in positions of sequences',
  cosmetic: 'cosmetic',
  platform: 'of the platform',
};

export interface Told {
  differences: readonly Difference[];
  counted: readonly FactClass[];
  notCompared: readonly NotCompared[];
}

/** `-` is only in the first, `+` only in the second, `~` in both and not alike. */
export function differenceLines(p: Pen, { differences, counted, notCompared }: Told): string[] {
  const telling = differences.filter((d) => counted.includes(d.class));
  const shown = telling.filter((d) => !d.within);
  const inside = new Map<string, Difference[]>();
  for (const d of telling.filter((x) => x.within)) add(inside, parentOf(d) ?? '', d);
  const groups = new Map<string, Difference[]>();
  for (const d of shown.toSorted((a, b) => (groupOf(a) < groupOf(b) ? -1 : groupOf(a) > groupOf(b) ? 1 : 0)))
    add(groups, groupOf(d), d);
  const lines: string[] = [];
  let told = 0;
  for (const [group, members] of groups) {
    if (told >= MOST) break;
    const own = members.find((d) => d.id === group && !isInside(d));
    const below = members.filter((d) => d !== own);
    if (own) lines.push(...objectLines(p, own, '', inside.get(own.id) ?? []));
    else lines.push(p.bold(p.say(group)));
    for (const d of below) lines.push(...objectLines(p, d, '  ', []));
    told += members.length;
  }
  if (shown.length > told) lines.push(p.dim(`${p.marks.cut} and ${shown.length - told} more; --json has all of them`));
  const rest = [...uncounted(p, differences, counted), ...notComparedLines(p, notCompared)];
  return rest.length > 0 && lines.length > 0 ? [...lines, '', ...rest] : [...lines, ...rest];
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const had = map.get(key);
  if (had) had.push(value);
  else map.set(key, [value]);
}

const objectOf = (d: Difference): CatalogObject | null => d.left ?? d.right;
const parentOf = (d: Difference): string | null => objectOf(d)?.parent ?? null;
const isInside = (d: Difference): boolean => objectOf(d)?.inside ?? false;
const groupOf = (d: Difference): string => (isInside(d) ? (parentOf(d) ?? d.id) : d.id);
export const wordsOf = (kind: string): string => kind.replaceAll('-', ' ');

function objectLines(p: Pen, d: Difference, indent: string, within: readonly Difference[]): string[] {
  const [mark, paint]: [string, Paint] =
    d.is === 'left-only' ? ['-', p.red] : d.is === 'right-only' ? ['+', p.green] : ['~', p.yellow];
  const name = isInside(d) ? (objectOf(d)?.name ?? d.id) : d.id;
  const title = `${wordsOf(d.kind)} ${name}${d.is === 'renamed' ? ` is called ${d.right?.name}` : ''}`;
  const object = d.is === 'left-only' ? d.left : d.is === 'right-only' ? d.right : null;
  const what = object ? [shows(object), contents(within)].filter(Boolean).join('; ') : '';
  const head = hang(p, `${title}${what ? `  ${oneLine(what)}` : ''}`, {
    first: `${indent}${mark} `,
    rest: `${indent}    `,
    paint,
    most: 3,
  });
  return [...head, ...d.facts.flatMap((f) => factLines(p, f, `${indent}    `))];
}

function shows({ kind, facts }: CatalogObject): string {
  const known = kinds.find((k) => k.name === kind);
  return known?.shows?.(facts) ?? facts['definition'] ?? facts['type'] ?? '';
}

/** `7 columns, 2 constraints`. */
function contents(within: readonly Difference[]): string {
  const counts = new Map<string, number>();
  for (const d of within) counts.set(d.kind, (counts.get(d.kind) ?? 0) + 1);
  return [...counts]
    .map(([kind, n]) => plural(n, wordsOf(kind), kinds.find((k) => k.name === kind)?.plural ?? `${kind}s`))
    .join(', ');
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const NOTHING = 'nothing';

function factLines(p: Pen, { says, left, right }: FactDifference, indent: string): string[] {
  const [a, b] = [left ?? NOTHING, right ?? NOTHING];
  if (a.includes('\n') || b.includes('\n')) return [`${indent}${says}:`, ...textLines(p, left ?? '', right ?? '', `${indent}  `)];
  const both = `${says}: ${a} ${p.marks.arrow} ${b}`;
  if (width(both) + indent.length <= p.prose) return hang(p, both, { first: indent });
  return [
    `${indent}${says}:`,
    ...hang(p, a, { first: `${indent}  - `, rest: `${indent}    `, paint: p.red, most: 8 }),
    ...hang(p, b, { first: `${indent}  + `, rest: `${indent}    `, paint: p.green, most: 8 }),
  ];
}

/** Texts of several lines: only the lines that differ, with their neighbours. */
function textLines(p: Pen, was: string, now: string, indent: string): string[] {
  const parts = hunks(was, [{ offset: 0, was, now }]) ?? [];
  const lines = parts.flatMap((hunk, i) => [
    ...(i > 0 ? [p.dim(`${indent}${p.marks.cut}`)] : []),
    ...hunk.map(({ kind, text }) => {
      const paint: Paint = kind === '-' ? p.red : kind === '+' ? p.green : p.dim;
      return paint(`${indent}${kind} ${p.say(text)}`);
    }),
  ]);
  const most = 30;
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most), p.dim(`${indent}${p.marks.cut} ${lines.length - most} more lines`)];
}

function uncounted(p: Pen, differences: readonly Difference[], counted: readonly FactClass[]): string[] {
  const others = new Map<FactClass, number>();
  for (const d of differences) if (!counted.includes(d.class) && !d.within) others.set(d.class, (others.get(d.class) ?? 0) + 1);
  const rest = [...others].map(([c, n]) => `${n} ${CLASS_WORDS[c]} (--count ${c})`);
  const text = `Counted: ${counted.map((c) => CLASS_WORDS[c]).join(', ')}.${rest.length > 0 ? ` Not counted: ${listed(rest)}.` : ''}`;
  return hang(p, text, { first: '', paint: p.dim });
}

export function notComparedLines(p: Pen, notCompared: readonly NotCompared[]): string[] {
  const byWhy = new Map<string, NotCompared[]>();
  for (const n of notCompared) add(byWhy, n.why, n);
  return [...byWhy].flatMap(([why, all]) =>
    hang(p, `Not compared: ${listed(all.map((n) => `${n.count} ${n.what}`))}, because ${why}.`, {
      first: '',
      rest: '  ',
      paint: p.dim,
    }),
  );
}
