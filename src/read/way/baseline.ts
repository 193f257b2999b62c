/** Everything that a baseline of one environment stands on: the way from nothing to what is live, and what schema.ts says beside it. */

import { kinds } from '../../catalog/kinds.ts';
import { compareCatalogs } from '../../compare/catalogs/catalogs.ts';
import type {
  Baseline,
  Catalog,
  CatalogObject,
  Comparison,
  Migration,
  Project,
  Read,
  SchemaSaid,
  TableName,
} from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { piecesOf } from '../../sql/breakpoints.ts';
import { namesIn } from '../../sql/names.ts';
import type { DatabaseReading } from '../database/database.ts';
import { type Generated, generatedSchema } from '../kit/generated-schema.ts';
import type { Looking } from '../looking.ts';
import { extensionsDeclared } from '../replay/surroundings.ts';
import { onShadow } from '../shadow/on-shadow.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { extensionsIn } from './differ.ts';
import { type Granted, grantedOn, prepare } from './granted.ts';
import { factsIn } from './live-facts.ts';
import { catalogOf } from './place.ts';
import { extensionsFirst } from './statements-on.ts';
import { sent, wayBetween } from './way.ts';

interface BaselineFrom {
  project: Project;
  /** The environment's own catalog. */
  live: Read<Catalog>;
  database: Read<DatabaseReading>;
  migrations: Read<Migration[]>;
}

/** Of the only environment that is looked at. */
export async function readBaseline(looking: Looking, from: BaselineFrom): Promise<Read<Baseline>> {
  const { project, live, database, migrations } = from;
  const [environment] = looking.environments;
  if (!environment) return { ok: false, why: 'no environment was chosen' };
  if (!live.ok) return live;
  if (!database.ok) return database;
  const { history } = database.value;
  const histories = [history.configured, environment.table, ...history.others.map(({ schema, name }) => ({ schema, name }))];
  const extracted = await factsIn(looking, environment);
  if (!extracted.ok) return extracted;
  const facts = extracted.value;
  const { url: _, ...surroundings } = looking.project.shadow ?? {};
  const extensions = await extensionsIn(facts);
  const names = [...new Set([...extensions, ...extensionsDeclared(surroundings)])];
  return onShadow(looking, project.root, names, async (shadow) => {
    const generated = await generatedSchema(project);
    const granted = await grantedOn(shadow, surroundings, [facts], histories);
    const way = await wayBetween(null, { facts, catalog: live.value }, { histories, access: true }, shadow, granted);
    const ground = { shadow, roles: way.roles, histories, live: live.value, granted, extensions };
    const first = migrations.ok ? (migrations.value[0] ?? null) : null;
    return got({
      environment: environment.name,
      live: live.value,
      way,
      schema: await saidBy(generated, ground),
      first: first ? await against(textsOf(first), ground) : null,
    });
  });
}

interface Ground {
  shadow: Shadow;
  roles: readonly string[];
  histories: readonly TableName[];
  live: Catalog;
  granted: Granted;
  /** Of the live ones, those that are the project's. */
  extensions: readonly string[];
}

async function saidBy(generated: Read<Generated>, ground: Ground): Promise<Read<SchemaSaid>> {
  if (!generated.ok) return generated;
  const { snapshot, statements } = generated.value;
  const { live, extensions, granted } = ground;
  const isOne = ({ kind, name }: CatalogObject): boolean => kind === 'extension' && extensions.includes(namesIn(name)[0] ?? '');
  const like = { ...live, objects: new Map([...live.objects].filter(([, object]) => isOne(object))) };
  const texts = got([...extensionsFirst(like), ...statements]);
  const said = await against(texts, ground);
  // A schema.ts may declare the provider's own tables, and make them then.
  const alone = said.ok || granted.brought.length === 0 ? said : await against(texts, { ...ground, granted: bare(granted) });
  return got({ snapshot, against: alone.ok ? alone : said });
}

const textsOf = ({ sql }: Migration): Read<string[]> =>
  sql.ok ? got(piecesOf(sql.value.text).flatMap((piece) => piece.text.trim() || [])) : sql;

const bare = (granted: Granted): Granted => ({
  ...granted,
  brought: granted.brought.map(({ name, roles = [] }) => ({ name, roles, texts: [] })),
});

async function against(texts: Read<string[]>, ground: Ground): Promise<Read<Comparison>> {
  if (!texts.ok) return texts;
  const { shadow, roles, histories, live, granted } = ground;
  const lacking = await prepare(shadow, granted, roles);
  if (lacking.length > 0) return { ok: false, why: `the shadow lacks the roles ${lacking.join(', ')}` };
  const statements = texts.value.map((sql) => ({ sql, alone: false }));
  const refused = await sent(shadow, statements, false);
  if (refused) return { ok: false, why: refused.says };
  return got(compareCatalogs(granted.own(await catalogOf(shadow, histories)), granted.own(live), kinds));
}
