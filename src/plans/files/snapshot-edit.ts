/** Changes of the ids by which snapshots hang together; the state in them stays as it is. */
import { sha256 } from '../../base/fingerprint.ts';
import type { Linked } from '../../compare/folder/snapshot-chain.ts';
import type { Change } from '../../model/index.ts';

const change = ({ snapshot }: Linked, offset: number, was: string, now: string, says: string): Change[] => [
  { kind: 'edit', path: snapshot.path, edit: { offset, was, now }, says },
];

/** Empty when the file has no single place for it, or says so already. */
export function setParent(link: Linked, id: string, of: string): Change[] {
  const { at, prevIds } = link.head;
  const [was] = prevIds;
  if (!at || was === undefined || was === id) return [];
  return change(link, at.prevId, was, id, `Make ${of} its parent.`);
}

export function setId(link: Linked, id: string): Change[] {
  const { at, id: was } = link.head;
  return at && was !== null ? change(link, at.id, was, id, 'Give it an id of its own.') : [];
}

const placeIn = (links: readonly Linked[], { snapshot }: Linked): number =>
  links.findIndex((l) => l.snapshot.path === snapshot.path);

/** A free id that is the same each time the plan is made. */
function freshId({ snapshot, head }: Linked): string {
  const hex = sha256(`${snapshot.path}\n${head.id ?? ''}`);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** From `first` on each follows the one before it; ids that an earlier one has are replaced. Empty when a file has no place for it. */
export function chained(links: readonly Linked[], first: Linked): Change[] {
  const at = placeIn(links, first);
  const seen = new Set(links.slice(0, at).map((l) => l.head.id));
  const out: Change[] = [];
  let before = links[at - 1];
  let parent = before?.head.id ?? null;
  for (const link of links.slice(at)) {
    if (parent === null || before === undefined || !link.head.at || link.head.id === null) return [];
    out.push(...setParent(link, parent, before.snapshot.path));
    const own = seen.has(link.head.id) ? freshId(link) : link.head.id;
    if (own !== link.head.id) out.push(...setId(link, own));
    seen.add(own);
    before = link;
    parent = own;
  }
  return out;
}

/** A new id for the twin, also where the snapshot behind it names it as parent. */
export function withOwnId(links: readonly Linked[], twin: Linked): Change[] {
  const id = freshId(twin);
  const next = links[placeIn(links, twin) + 1];
  const out = setId(twin, id);
  if (next && next.head.prevIds[0] === twin.head.id && next.head.id !== twin.head.id)
    out.push(...setParent(next, id, twin.snapshot.path));
  return out;
}
