/** A catalog that was saved to a file: one object a line group, sorted, so that git shows what changed. */
import { promises as fs } from 'node:fs';
import { resolve } from 'node:path';
import type { Catalog, Read, SchemaState } from '../../model/index.ts';
import { got, keyOf } from '../../model/index.ts';
import { SAVED_FORMAT, type SavedState } from '../../model/saved-state.ts';
import { isObject } from '../config/config-keys.ts';
import { errnoOf } from '../errno.ts';

export async function readSavedState(root: string, path: string): Promise<Read<SchemaState>> {
  let value: unknown;
  try {
    value = JSON.parse(await fs.readFile(resolve(root, path), 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, why: `${path} holds no JSON: ${error.message}` };
    return { ok: false, why: `${path} cannot be read (${errnoOf(error)})` };
  }
  const why = misfit(value);
  if (why !== null) return { ok: false, why: `${path} was not written by audit --save: ${why}` };
  const { engine, versionNumber, spelledBy, notCompared, objects } = value as SavedState;
  const catalog: Catalog = {
    engine,
    versionNumber,
    spelledBy,
    notCompared,
    objects: new Map(objects.map((o) => [keyOf(o.kind, o.id), o])),
  };
  return got({ name: path, says: `${path}, saved from ${engine}`, catalog, notes: [] });
}

/** Why it is not what we wrote; null: it is. */
function misfit(value: unknown): string | null {
  if (!isObject(value) || value['tidemark'] !== 'catalog') return 'it does not say "tidemark": "catalog"';
  if (value['format'] !== SAVED_FORMAT) return `its format is ${String(value['format'])}, and this version reads ${SAVED_FORMAT}`;
  const text = (v: unknown): boolean => typeof v === 'string';
  const { engine, versionNumber, spelledBy, notCompared, objects } = value;
  if (!text(engine) || typeof versionNumber !== 'number' || typeof spelledBy !== 'number') return 'engine or version is missing';
  if (!Array.isArray(notCompared) || !notCompared.every((n) => isObject(n) && text(n['what']) && text(n['why'])))
    return 'notCompared is no list';
  if (!Array.isArray(objects)) return 'objects is no list';
  const wrong = objects.findIndex(
    (o) => !isObject(o) || !text(o['kind']) || !text(o['id']) || !text(o['name']) || !isObject(o['facts']),
  );
  return wrong === -1 ? null : `object ${wrong + 1} lacks kind, id, name or facts`;
}
