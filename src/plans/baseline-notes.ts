/** What a baseline says besides: how schema.ts and the database differ, and what it means for other environments. */

import type { WayProof } from '../compare/catalogs/way-proof.ts';
import type { Baseline, Catalog, CatalogObject, Comparison, Difference } from '../model/index.ts';
import { namesIn } from '../sql/names.ts';
import { wordsOf } from '../sql/words.ts';

export interface Beside {
  /** In the database and not in schema.ts: drizzle-kit leaves them alone. */
  unmanaged: string[];
  /** In schema.ts and not in the database: the next generate writes them. */
  schemaOnly: string[];
  /** In both and not alike: neither generate nor migrate will ever see it. */
  unlike: string[];
  /** What a provider brings along where it runs. */
  assumed: string[];
  /** Objects that belong to something of the provider's, and are not in it. */
  provided: string[];
}

interface Told extends Beside {
  environment: string;
  proof: WayProof | null;
  roles: readonly string[];
}

/** The sequence of a serial column says nothing that the column does not. */
const ofColumn = ({ kind, left, right }: Difference): boolean =>
  kind === 'sequence' && Boolean((left ?? right)?.facts['belongs_to']);

/** `left`: what schema.ts makes; `right`: what is live. */
export function besides({ schema, way, live }: Baseline): Beside {
  const against: Comparison | null = schema.ok && schema.value.against.ok ? schema.value.against.value : null;
  const shown = (against?.differences ?? []).filter((d) => !d.within && d.class === 'structural' && !ofColumn(d));
  const words = (is: (d: Difference) => boolean): string[] =>
    shown.filter(is).map((d) => `${d.kind.replaceAll('-', ' ')} ${d.id}`);
  return {
    assumed: way.assumed ?? [],
    provided: onProvided(live),
    unmanaged: words((d) => d.is === 'right-only'),
    schemaOnly: words((d) => d.is === 'left-only'),
    unlike: shown
      .filter((d) => d.is === 'changed')
      .map(
        (d) =>
          `${d.kind.replaceAll('-', ' ')} ${d.id} (${d.facts.flatMap((f) => (f.class === 'structural' ? f.says : [])).join(', ')})`,
      ),
  };
}

/** What the project made of the provider's objects, as far as it shows: no provider makes policies, or calls functions of others. */
function onProvided({ objects }: Catalog): string[] {
  const theirs = new Set([...objects.values()].flatMap((o) => (o.kind === 'schema' && o.platform ? namesIn(o.id) : [])));
  const own = ({ kind, platform, facts }: CatalogObject): boolean => {
    if (!platform) return false;
    if (kind === 'policy') return true;
    if (kind === 'trigger') return !theirs.has(calledBy(facts['definition'] ?? ''));
    return (
      kind === 'publication' && (facts['tables'] ?? '').split('\n').some((t) => t !== '' && !theirs.has(namesIn(t)[0] ?? ''))
    );
  };
  return [...objects.values()].filter(own).map(({ kind, id, facts }) => {
    const tables = kind === 'publication' ? (facts['tables'] ?? '').split('\n').join(', ') : '';
    return `${kind} ${id}${tables ? ` (${tables})` : ''}`;
  });
}

/** The schema of a trigger's function. */
function calledBy(definition: string): string {
  const words = wordsOf(definition).filter((w) => w.kind === 'word');
  const execute = words.findLastIndex((w, i) => w.text === 'execute' && words[i + 1]?.text === 'function');
  return words[execute + 2]?.text ?? '';
}

export function lacking({ schema }: Baseline): CatalogObject[] {
  if (!schema.ok || !schema.value.against.ok) return [];
  return schema.value.against.value.differences.flatMap((d) => (d.is === 'left-only' && d.left ? [d.left] : []));
}

const MOST = 20;

function some(all: readonly string[]): string {
  const shown = all.slice(0, MOST).join(', ');
  return all.length > MOST ? `${shown} and ${all.length - MOST} more` : shown;
}

export function baselineNotes(
  { environment, proof, unmanaged, schemaOnly, unlike, roles, assumed, provided }: Told,
  others: readonly string[],
  { rows, wrote }: { rows: number; wrote: readonly string[] },
): string[] {
  return [
    `Proven on ${proof?.engine}: run on an empty database it makes what ${environment} holds, by our own reader.`,
    ...assumed.map((a) => `Taken for granted: ${a}.`),
    ...(provided.length > 0 ? [`Not in it, because it belongs to something of the provider’s: ${some(provided)}.`] : []),
    ...(proof?.notCompared ?? []).map((n) => `Not compared: ${n.count} ${n.what}, because ${n.why}.`),
    ...(unmanaged.length > 0 ? [`Not in schema.ts, so drizzle-kit leaves it alone: ${some(unmanaged)}.`] : []),
    ...(schemaOnly.length > 0 ? [`Only in schema.ts: ${some(schemaOnly)}. The next \`drizzle-kit generate\` writes it.`] : []),
    ...(unlike.length > 0
      ? [
          `Otherwise in schema.ts, which \`drizzle-kit generate\` will not notice: ${some(unlike)}. Run npx tidemark diff schema ${environment}.`,
        ]
      : []),
    ...(roles.length > 0 ? [`It names the roles ${some(roles)}, which have to be there where it runs.`] : []),
    ...(rows > 0
      ? [`${rows === 1 ? 'One row' : `${rows} rows`} of the older history ${rows === 1 ? 'goes' : 'go'}; the receipt keeps them.`]
      : []),
    ...(wrote.length > 0
      ? [
          `A baseline holds no rows. Of the older migrations some write them: ${some(wrote)}. On an empty database these rows will be missing.`,
        ]
      : []),
    ...others.map((name) => `Nothing is written in ${name}. Once its schema is equal: npx tidemark baseline -e ${name}`),
  ];
}

/** Of a baseline that is there already. */
export function equalNotes(environment: string, name: string, { way, first }: Baseline): string[] {
  const engine = way.trial.ok ? way.trial.value.engine : 'a shadow';
  return [
    `Proven on ${engine}: ${name}, run on an empty database, makes what ${environment} holds, by our own reader.`,
    ...(way.assumed ?? []).map((a) => `Taken for granted: ${a}.`),
    ...(first?.ok ? first.value.notCompared : []).map((n) => `Not compared: ${n.count} ${n.what}, because ${n.why}.`),
  ];
}
