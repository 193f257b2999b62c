/** Which snapshots are there, and what do their heads say? The schema in them is looked at only to know that it parses. */
import { resolve } from 'node:path';
import type { Folder } from '../../model/folder.ts';
import { got, type Read } from '../../model/read.ts';
import type { Footprint, Snapshot, SnapshotHead } from '../../model/snapshot.ts';
import { readEach } from '../bytes.ts';
import { isRecord, parseJson } from './json-places.ts';

/** In the order of their paths. Each is parsed whole, because a conflict may be anywhere, and dropped at once. */
export async function readSnapshots(root: string, folder: Folder): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  await readEach(
    snapshotPaths(folder),
    ({ path }) => resolve(root, path),
    ({ path, key }, read) => {
      if (!read.ok)
        snapshots.push({ path, key, bytes: 0, mode: 0, head: { ok: false, why: `${path} could not be read: ${read.why}` } });
      else {
        const { bytes, mode } = read.value;
        const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
        snapshots.push({ path, key, bytes: bytes.length, mode, head: headOf(path, text, folder.layout === 'dated') });
      }
    },
  );
  return snapshots;
}

interface Place {
  path: string;
  key: string;
}

/** Journal: what drizzle-kit 0.31 reads, every file in meta but those that begin with `_`, so far as it is JSON. */
function snapshotPaths({ path, layout, others, unreadable }: Folder): Place[] {
  const places = new Map<string, Place>();
  const start = path === '.' ? '' : `${path}/`;
  for (const at of [...others, ...unreadable.map((entry) => entry.path)]) {
    const [first, name, ...deeper] = at.startsWith(start) ? at.slice(start.length).split('/') : [];
    if (first === undefined || name === undefined || deeper.length > 0) continue;
    if (layout === 'dated' && name === 'snapshot.json') places.set(at, { path: at, key: first });
    if (layout === 'journal' && first === 'meta' && name.endsWith('.json') && name !== '_journal.json') {
      const key = name.endsWith('_snapshot.json') ? name.slice(0, -'_snapshot.json'.length) : name.slice(0, -'.json'.length);
      places.set(at, { path: at, key });
    }
  }
  return [...places.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function headOf(path: string, text: string, dated: boolean): Read<SnapshotHead> {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    return {
      ok: false,
      why: `${path}: ${parsed.why}`,
      because: parsed.conflict ? 'snapshot-conflict-markers' : 'snapshot-not-json',
    };
  }
  const json = isRecord(parsed.value) ? parsed.value : {};
  const { id, prevId, prevIds, version, dialect, type, footprints } = json;
  const parents = Array.isArray(prevIds) ? prevIds : [prevId];
  return got({
    version: textOf(version),
    dialect: textOf(dialect),
    id: textOf(id),
    prevIds: parents.filter((parent) => typeof parent === 'string'),
    ...placesOf(text, textOf(id), textOf(prevId)),
    ...(dated && { type: type === 'base' || type === 'diff' ? type : null, footprints: areFootprints(footprints) }),
    ...(dated && areFootprints(footprints) && { touches: footprints }),
  });
}

/** Columns may be called `id` too, but their values are objects: a pair of key and this text stands once. */
function placesOf(text: string, id: string | null, prevId: string | null): { at?: { id: number; prevId: number } } {
  const ofId = id === null || prevId === null ? null : placeOf(text, 'id', id);
  const ofPrevId = ofId === null || prevId === null ? null : placeOf(text, 'prevId', prevId);
  return ofId === null || ofPrevId === null ? {} : { at: { id: ofId, prevId: ofPrevId } };
}

function placeOf(text: string, key: string, value: string): number | null {
  for (const colon of ['": ', '":']) {
    const pair = `"${key}${colon}${JSON.stringify(value)}`;
    const first = text.indexOf(pair);
    if (first !== -1 && text.indexOf(pair, first + 1) === -1) return first + pair.length - value.length - 1;
  }
  return null;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const FOOTPRINT = new Set(['statementType', 'statementTarget', 'writes', 'reads', 'sharedWrites', 'sqlHash']);

const areTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((part) => typeof part === 'string');

/** What drizzle-kit 1.0.0-rc.5 calls valid; anything else it reports as a malformed snapshot. */
function areFootprints(value: unknown): value is Footprint[] {
  return (
    Array.isArray(value) &&
    value.every((print: unknown) => {
      if (!isRecord(print) || !Object.keys(print).every((field) => FOOTPRINT.has(field))) return false;
      const { statementType, statementTarget, writes, reads, sharedWrites, sqlHash } = print;
      return (
        typeof statementType === 'string' &&
        areTexts(statementTarget) &&
        statementTarget.length >= 2 &&
        areTexts(writes) &&
        (reads === undefined || areTexts(reads)) &&
        (sharedWrites === undefined || areTexts(sharedWrites)) &&
        (sqlHash === undefined || typeof sqlHash === 'string')
      );
    })
  );
}
