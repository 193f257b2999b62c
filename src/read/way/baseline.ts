/** Everything that a baseline of one environment stands on: the way from nothing to what is live, and what schema.ts says beside it. */

import { kinds } from '../../catalog/kinds.ts';
import { compareCatalogs } from '../../compare/catalogs/catalogs.ts';
import type { Baseline, Catalog, Comparison, Migration, Project, Read, SchemaSaid, TableName } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { piecesOf } from '../../sql/breakpoints.ts';
import type { DatabaseReading } from '../database/database.ts';
import { type Generated, generatedSchema } from '../kit/generated-schema.ts';
import type { Looking } from '../looking.ts';
import { onShadow } from '../shadow/on-shadow.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { overSession } from './state-way.ts';
import { extensionsFirst } from './statements-on.ts';
import { catalogOf, sent, wayBetween, withRoles } from './way.ts';

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
  const names = [...live.value.objects.values()].flatMap((o) => (o.kind === 'extension' ? [o.name] : []));
  return onShadow(looking, project.root, names, async (shadow) => {
    const generated = await generatedSchema(project);
    const facts = await overSession(await looking.open(environment));
    const way = await wayBetween(null, { facts, catalog: live.value }, { histories, access: true }, shadow);
    const ground = { shadow, roles: way.roles, histories, live: live.value };
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
}

async function saidBy(generated: Read<Generated>, ground: Ground): Promise<Read<SchemaSaid>> {
  if (!generated.ok) return generated;
  const { snapshot, statements } = generated.value;
  return got({ snapshot, against: await against(got([...extensionsFirst(ground.live), ...statements]), ground) });
}

const textsOf = ({ sql }: Migration): Read<string[]> =>
  sql.ok ? got(piecesOf(sql.value.text).flatMap((piece) => piece.text.trim() || [])) : sql;

async function against(texts: Read<string[]>, { shadow, roles, histories, live }: Ground): Promise<Read<Comparison>> {
  if (!texts.ok) return texts;
  await withRoles(shadow, roles);
  const statements = texts.value.map((sql) => ({ sql, alone: false }));
  const refused = await sent(shadow, statements, false);
  if (refused) return { ok: false, why: refused.says };
  return got(compareCatalogs(await catalogOf(shadow, histories), live, kinds));
}
