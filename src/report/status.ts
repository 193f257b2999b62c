/** Which migrations are applied, pending, odd: one row a migration, one column an environment. */
import { statusSentence } from './statussentence.ts';
import { type Paint, type Pen, pen, plain, plural, type Style } from './style.ts';
import { type Cell, cell, table } from './table.ts';
import { width } from './width.ts';
import { hang } from './wrap.ts';

export interface StatusMigration {
  name: string;
  file?: string | null;
  /** `applied`, `pending`, `out-of-order`, `unreadable`, or a word of the command's own. */
  state: string;
  /** When it was applied, as ISO; absent when nothing says. */
  at?: string | null;
  /** What is unusual about it, in words. */
  odd?: string | readonly string[] | null;
}

/** A history row without a migration. */
export interface StatusRow {
  id?: string | null;
  hash?: string | null;
  /** created_at as it stands in the table. */
  at?: string | null;
  name?: string | null;
  odd?: string | null;
}

export interface StatusEnvironment {
  name: string;
  target?: string | { host: string; database: string; role: string } | null;
  migrations: readonly StatusMigration[];
  rows: readonly StatusRow[];
  /** Why its history could not be read; then its column is empty. */
  unread?: string | null;
}

export interface StatusData {
  environments: readonly StatusEnvironment[];
}

/** What one migration looks like over all environments. */
interface Line {
  name: string;
  states: (StatusMigration | undefined)[];
}

const UNFOLDED = 30;
const SHORTEST_RUN = 4;
const ROWS = 5;

export const oddities = (m: StatusMigration | undefined): readonly string[] =>
  m?.odd === undefined || m.odd === null || m.odd === '' ? [] : typeof m.odd === 'string' ? [m.odd] : m.odd;

/** In the order of the first environment that knows each; environments see one folder, but one may be unread. */
function linesOf(environments: readonly StatusEnvironment[]): Line[] {
  const lines = new Map<string, Line>();
  environments.forEach(({ migrations }, e) => {
    const twice = new Map<string, number>();
    for (const m of migrations) {
      const nth = (twice.get(m.name) ?? 0) + 1;
      twice.set(m.name, nth);
      const key = `${nth}\n${m.name}`;
      const line = lines.get(key) ?? { name: m.name, states: environments.map(() => undefined) };
      line.states[e] = m;
      lines.set(key, line);
    }
  });
  return [...lines.values()];
}

function stateCell(p: Pen, m: StatusMigration | undefined): Cell {
  if (m === undefined) return cell(p.marks.none, p.dim);
  const odd = oddities(m).length > 0;
  if (m.state === 'applied')
    return cell(`${odd ? p.marks.warning : p.marks.ok} ${m.at ? p.say(m.at.slice(0, 10)) : 'applied'}`, odd ? p.yellow : p.green);
  const paints: Readonly<Record<string, Paint>> = { pending: p.cyan, 'out-of-order': p.red, unreadable: p.red };
  return cell(`${m.state === 'pending' ? p.marks.bullet : p.marks.error} ${p.say(m.state)}`, paints[m.state] ?? p.yellow);
}

/** Lines with equal signatures look alike and may be folded. */
const signature = ({ states }: Line): string =>
  states.map((m) => `${m?.state ?? ''}${oddities(m).length > 0 ? '!' : ''}`).join('\n');

function foldLabel(run: readonly Line[], environments: readonly StatusEnvironment[]): string {
  const known = run[0]?.states ?? [];
  const states = [...new Set(known.map((m) => m?.state ?? 'unknown'))];
  const place = environments.length === 1 ? '' : ' in all';
  const odd = known.some((m) => oddities(m).length > 0) ? ', and odd in the same places' : '';
  if (states.length === 1) return `${run.length} ${states[0]}${place}${odd}`;
  return `${run.length} alike (${known.map((m, e) => `${environments[e]?.name}: ${m?.state ?? 'unknown'}`).join(', ')})${odd}`;
}

type Shown = Line | { fold: string };

/** Runs of alike lines keep their first and last; whatever is left after that is cut in the middle. */
function folded(lines: readonly Line[], environments: readonly StatusEnvironment[]): Shown[] {
  if (lines.length <= UNFOLDED) return [...lines];
  const runs: Line[][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last?.[0] && signature(last[0]) === signature(line)) last.push(line);
    else runs.push([line]);
  }
  const shown: Shown[] = runs.flatMap((run): Shown[] => {
    const [first, last] = [run[0], run.at(-1)];
    if (run.length < SHORTEST_RUN || !first || !last) return run;
    return [first, { fold: foldLabel(run.slice(1, -1), environments) }, last];
  });
  if (shown.length <= 2 * UNFOLDED) return shown;
  return [
    ...shown.slice(0, UNFOLDED),
    { fold: `${shown.length - UNFOLDED - 10} more rows, all of them with --json` },
    ...shown.slice(-10),
  ];
}

/** The same words for several environments are said once. */
function oddLines(p: Pen, { states }: Line, environments: readonly StatusEnvironment[]): string[] {
  const says = new Map<string, string[]>();
  states.forEach((m, e) => {
    for (const odd of oddities(m)) says.set(odd, [...(says.get(odd) ?? []), environments[e]?.name ?? '']);
  });
  return [...says].flatMap(([odd, names]) => {
    const place = environments.length === 1 || names.length === environments.length ? '' : `${names.join(', ')}: `;
    return hang(p, place + odd, { first: '    ', paint: p.yellow, most: 3 });
  });
}

function block(p: Pen, shown: readonly Shown[], environments: readonly StatusEnvironment[], from: number, to: number): string[] {
  const heads = [cell('migration', p.dim), ...environments.slice(from, to).map((e) => cell(p.say(e.name), p.bold))];
  const cells = shown.flatMap((line) =>
    'fold' in line ? [] : [[cell(p.say(line.name)), ...line.states.slice(from, to).map((m) => stateCell(p, m))]],
  );
  const [head = '', ...rows] = table(p, [heads, ...cells], { yielding: [0] });
  const out = [head];
  for (const line of shown) {
    if ('fold' in line)
      out.push(...hang(p, `${p.marks.cut} ${line.fold} ${p.marks.cut}`, { first: '  ', paint: p.dim, most: 3 }));
    else out.push(rows.shift() ?? '', ...(from === 0 ? oddLines(p, line, environments) : []));
  }
  return out;
}

/** Environments side by side, as many as leave room for the names; the others in a table below. */
function blocks(p: Pen, shown: readonly Shown[], environments: readonly StatusEnvironment[]): string[][] {
  const room = p.columns - 26;
  const out: string[][] = [];
  for (let from = 0; from < environments.length; ) {
    let to = from;
    for (let used = 0; to < environments.length; to++) {
      used += 2 + Math.max(14, width(p.say(environments[to]?.name ?? '')));
      if (used > room && to > from) break;
    }
    out.push(block(p, shown, environments, from, to));
    from = to;
  }
  return out;
}

function rowLines(p: Pen, { name, rows }: StatusEnvironment): string[] {
  if (rows.length === 0) return [];
  const lines = hang(p, `${plural(rows.length, 'row')} in ${name} without a migration:`, { first: '', paint: p.yellow });
  for (const row of rows.slice(0, ROWS)) {
    const parts = [
      `id ${row.id ?? 'NULL'}`,
      row.name ? `name ${row.name}` : '',
      `hash ${(row.hash ?? 'NULL').slice(0, 10)}`,
      `created_at ${row.at ?? 'NULL'}`,
    ];
    const text = `${parts.filter((part) => part !== '').join(', ')}${row.odd ? `: ${row.odd}` : ''}`;
    lines.push(...hang(p, text, { first: `  ${p.marks.bullet} `, most: 3 }));
  }
  if (rows.length > ROWS) lines.push(p.dim(`  ${p.marks.bullet} and ${rows.length - ROWS} more`));
  return lines;
}

function targetLine(p: Pen, { name, target, unread }: StatusEnvironment): string[] {
  const place =
    typeof target === 'string' ? target : target ? `database ${target.database} on ${target.host}, role ${target.role}` : '';
  const why = unread ? `${place === '' ? '' : '; '}not read, because ${unread}` : '';
  return place + why === ''
    ? []
    : hang(p, `${name}: ${place}${why}`, { first: '', rest: '  ', paint: unread ? p.yellow : p.dim, most: 4 });
}

/** Ends in one sentence: the command's verdict, or what the data say. */
export function statusText(
  { environments }: StatusData,
  style: Style,
  verdict: string = statusSentence({ environments }),
): string {
  const p = pen(style);
  const lines = linesOf(environments);
  const parts: string[][] = [
    environments.flatMap((e) => targetLine(p, e)),
    ...(lines.length > 0 ? blocks(p, folded(lines, environments), environments) : []),
    environments.flatMap((e) => rowLines(p, e)),
    hang(p, verdict, { first: '', paint: plain }),
  ];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
}
