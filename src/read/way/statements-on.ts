/** What drizzle-kit's statements make on an empty shadow. */
import type { Catalog, Read, TableName } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { unshadowed } from '../shadow/on-shadow.ts';
import type { Shadow } from '../shadow/shadow.ts';
import { type Granted, prepare } from './granted.ts';
import { catalogOf } from './place.ts';

/** drizzle-kit writes nothing of extensions, and without them some types are not there: those that `like` has are made first. */
export const extensionsFirst = (like: Catalog): string[] =>
  [...like.objects.values()].flatMap(({ kind, name, facts }) => {
    if (kind !== 'extension') return [];
    const home = facts['home'];
    return [
      ...(home ? [`create schema if not exists ${home}`] : []),
      `create extension if not exists ${name}${home ? ` schema ${home}` : ''}`,
    ];
  });

/** After the extensions that `like` has. */
export async function statementsOn(
  shadow: Shadow,
  statements: readonly string[],
  like: Catalog,
  histories: readonly TableName[],
  granted: Granted,
  roles: readonly string[] = [],
): Promise<Read<Catalog>> {
  await prepare(shadow, granted, roles);
  try {
    for (const text of [...extensionsFirst(like), ...statements]) await shadow.send(text);
  } catch (error) {
    return { ok: false, why: `schema.ts cannot be run on ${shadow.engine}: ${unshadowed(error).why}` };
  }
  return got(await catalogOf(shadow, histories));
}
