/** What schema.ts lacks of what a reconciliation takes over, in drizzle-kit's own words, and tried: is nothing left then? */
import { kinds } from '../../catalog/kinds.ts';
import { compareCatalogs } from '../../compare/catalogs/catalogs.ts';
import { declaredDifferences, objectWords } from '../../compare/catalogs/declared.ts';
import { goesWith } from '../../compare/catalogs/reconciled.ts';
import { linesBetween } from '../../compare/catalogs/schema-lines.ts';
import type { Catalog, Difference, Project, Read, Reconciliation, SchemaLines, TableName } from '../../model/index.ts';
import { got, keyOf } from '../../model/index.ts';
import { identifier } from '../../sql/quote.ts';
import { installedKit } from '../kit/drizzle-kit.ts';
import { pulledSchemas } from '../kit/pulled-schema.ts';
import { schemaSqlWith } from '../kit/schema-copy.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { statementsBetween } from './differ.ts';
import type { Granted } from './granted.ts';
import { mixedFacts, placeOf } from './mixed-facts.ts';
import { catalogOf, type Place } from './place.ts';
import type { Scope } from './scoped.ts';
import { statementsOn } from './statements-on.ts';
import { sent } from './way.ts';

export interface LinesFrom {
  project: Project;
  shadow: Shadow;
  histories: readonly TableName[];
  granted: Granted;
  /** What makes schema.ts, and what it makes: the shadow holds it. */
  said: readonly string[];
  schema: Place;
  /** What the folder makes with the new migration. */
  folder: Place;
  found: Pick<Reconciliation, 'objects' | 'roles'>;
  unsaid: readonly string[];
}

/** What drizzle-kit writes wrongly is left out, and named. */
export async function schemaLines(from: LinesFrom): Promise<Read<SchemaLines>> {
  const lacking = from.found.objects.filter((o) => o.does === 'adopt' && from.unsaid.includes(o.object));
  const without: Difference[] = [];
  for (;;) {
    const named = new Set(without.map(objectWords));
    const some = lacking.filter((o) => !named.has(o.object)).map((o) => o.difference);
    if (some.length === 0) return { ok: false, why: 'what drizzle-kit writes of it makes something else' };
    const tried = await attempt(from, some, without);
    if (!tried.ok) return tried;
    const { lines, left } = tried.value;
    const more = left.filter((d) => !named.has(objectWords(d)));
    if (left.length === 0) return got({ ...lines, without: without.map(objectWords) });
    if (more.length < left.length) return { ok: false, why: `tried in a copy of schema.ts, ${listed(left)} would still differ` };
    without.push(...more);
  }
}

const listed = (differences: readonly Difference[]): string => differences.map(objectWords).slice(0, 4).join(', ');

/** `left`: in what schema.ts with these lines would not be what it should be, so that a generate would write it. */
async function attempt(
  { project, shadow, histories, granted, said, schema, folder, found }: LinesFrom,
  some: readonly Difference[],
  without: readonly Difference[],
): Promise<Read<{ lines: Omit<SchemaLines, 'without'>; left: Difference[] }>> {
  const kit = installedKit(project.root);
  if (!kit.ok) return kit;
  const extensions = extensionsOf(folder.catalog);
  const scope: Scope = { histories, access: false };
  const ids = new Set(some.map((d) => d.id));
  const { differences } = compareCatalogs(schema.catalog, folder.catalog, kinds);
  const parts = differences.filter((d) => d.is === 'right-only' && goesWith(d, ids));
  const places = new Map<string, 'other' | 'gone'>([...some, ...parts].map((d) => [placeOf(d.kind, d.id), 'other']));
  for (const d of without) if (!schema.catalog.objects.has(keyOf(d.kind, d.id))) places.set(placeOf(d.kind, d.id), 'gone');
  const wanted = await mixedFacts(schema.facts, folder.facts, (place) => places.get(place));
  const { statements } = await statementsBetween(schema.facts, wanted, scope);
  const again = await statementsOn(shadow, said, folder.catalog, histories, granted, found.roles);
  if (!again.ok) return again;
  const refused = await sent(shadow, statements, true);
  if (refused) return { ok: false, why: `what schema.ts lacks does not stand without what else it lacks: ${refused.says}` };
  const target = await catalogOf(shadow, histories);
  const before = [...extensions.map((name) => `create extension if not exists ${identifier(name)} cascade`), ...said];
  const texts = await pulledSchemas(project, kit.value, extensions, [before, statements.map((s) => s.sql)]);
  if (!texts.ok) return texts;
  const [was = '', is = ''] = texts.value;
  const writer = `drizzle-kit ${kit.value.version}`;
  const lines = linesBetween(was, is, writer);
  if (lines.whole.length + lines.within.length === 0) return { ok: false, why: `${writer} writes nothing of it` };
  const sql = await schemaSqlWith(project, lines);
  if (!sql.ok) return { ok: false, why: `the lines could not be tried in a copy of schema.ts: ${sql.why}` };
  const made = await statementsOn(shadow, sql.value, folder.catalog, histories, granted, found.roles);
  if (!made.ok) return { ok: false, why: `the lines were tried in a copy of schema.ts, and ${made.why}` };
  return got({ lines, left: declaredDifferences(made.value, target).filter((d) => d.is !== 'renamed') });
}

const extensionsOf = ({ objects }: Catalog): string[] =>
  [...objects.values()].flatMap((o) => (o.kind === 'extension' ? [o.name.replaceAll('"', '')] : []));
