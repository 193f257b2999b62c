/** What schema.ts lacks of what a reconciliation takes over, in drizzle-kit's own words, and tried: is nothing left then? */
import { declaredDifferences, objectWords } from '../../compare/catalogs/declared.ts';
import { linesBetween } from '../../compare/catalogs/schema-lines.ts';
import type { Catalog, Project, Read, Reconciliation, SchemaLines, TableName } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { installedKit } from '../kit/drizzle-kit.ts';
import { pulledSchemas } from '../kit/pulled-schema.ts';
import { schemaSqlWith } from '../kit/schema-copy.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { type Scope, statementsBetween } from './differ.ts';
import { mixedFacts, placeOf } from './mixed-facts.ts';
import { statementsOn } from './statements-on.ts';
import { catalogOf, type Place, sent } from './way.ts';

export interface LinesFrom {
  project: Project;
  shadow: Shadow;
  histories: readonly TableName[];
  /** What makes schema.ts, and what it makes: the shadow holds it. */
  said: readonly string[];
  schema: Place;
  /** What the folder makes with the new migration. */
  folder: Place;
  found: Pick<Reconciliation, 'objects' | 'roles'>;
  unsaid: readonly string[];
}

export async function schemaLines(from: LinesFrom): Promise<Read<SchemaLines>> {
  const { project, shadow, histories, said, schema, folder, found } = from;
  const lacking = found.objects.filter((o) => o.does === 'adopt' && from.unsaid.includes(o.object));
  const kit = installedKit(project.root);
  if (!kit.ok) return kit;
  if (lacking.length === 0) return { ok: false, why: 'schema.ts lacks nothing' };
  const scope: Scope = { histories, access: false };
  const places = new Set(lacking.map(({ difference: d }) => placeOf(d.kind, d.id)));
  const wanted = await mixedFacts(schema.facts, folder.facts, (place) => (places.has(place) ? 'other' : undefined));
  const { statements } = await statementsBetween(schema.facts, wanted, scope);
  const refused = await sent(shadow, statements, true);
  if (refused) return { ok: false, why: `what schema.ts lacks does not stand without what else it lacks: ${refused.says}` };
  const target = await catalogOf(shadow, histories);
  const extensions = extensionsOf(folder.catalog);
  const before = [...extensions.map((name) => `create extension if not exists "${name}" cascade`), ...said];
  const texts = await pulledSchemas(project, kit.value, extensions, [before, statements.map((s) => s.sql)]);
  if (!texts.ok) return texts;
  const [was = '', is = ''] = texts.value;
  const lines = linesBetween(was, is, `drizzle-kit ${kit.value.version}`);
  if (lines.whole.length + lines.within.length === 0)
    return { ok: false, why: `drizzle-kit ${kit.value.version} writes nothing of them` };
  const untrue = await tried(from, lines, target);
  return untrue === null ? got(lines) : { ok: false, why: untrue };
}

/** null: schema.ts with these lines is what it should be, and drizzle-kit has nothing left to write of these objects. */
async function tried(
  { project, shadow, histories, folder, found }: LinesFrom,
  lines: SchemaLines,
  target: Catalog,
): Promise<string | null> {
  const sql = await schemaSqlWith(project, lines);
  if (!sql.ok) return `the lines could not be tried in a copy of schema.ts: ${sql.why}`;
  const made = await statementsOn(shadow, sql.value, folder.catalog, histories, found.roles);
  if (!made.ok) return `the lines were tried in a copy of schema.ts, and ${made.why}`;
  const left = declaredDifferences(made.value, target).filter((d) => d.is !== 'renamed');
  if (left.length === 0) return null;
  return `the lines were tried in a copy of schema.ts, and ${left.map(objectWords).slice(0, 4).join(', ')} would still differ`;
}

const extensionsOf = ({ objects }: Catalog): string[] =>
  [...objects.values()].flatMap((o) => (o.kind === 'extension' ? [o.name.replaceAll('"', '')] : []));
