/** Changes of the ids by which snapshots hang together; the state in them stays as it is. */
import type { Linked } from '../compare/snapshot-chain.ts';
import type { Change } from '../model/index.ts';

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
