/** How do schema.ts, the newest snapshot and what the migrations make differ in what drizzle-kit knows? */
import { kinds } from '../../catalog/kinds.ts';
import type { Catalog, Difference } from '../../model/index.ts';
import { keyOf } from '../../model/index.ts';
import { compareCatalogs } from './catalogs.ts';

/** What a schema.ts can say, and so a snapshot can hold. */
const KNOWN = new Set([
  'schema',
  'table',
  'column',
  'index',
  'constraint',
  'enum',
  'sequence',
  'view',
  'materialized-view',
  'policy',
]);

/** Structure, and of names those that drizzle-kit writes statements for. The sequence of a serial column says nothing that the column does not. */
export function declaredDifferences(left: Catalog, right: Catalog): Difference[] {
  return compareCatalogs(left, right, kinds).differences.filter(
    (d) =>
      !d.within &&
      KNOWN.has(d.kind) &&
      (d.class === 'structural' || d.is === 'renamed') &&
      !(d.left ?? d.right)?.facts['belongs_to'],
  );
}

/** What `generate` would write: schema.ts against the snapshot (null: there is none), as far as the migrations do not make it already. */
export function aheadOf(schema: Catalog, snapshot: Catalog | null, made: Catalog): Difference[] {
  const open = declaredDifferences(schema, made);
  if (!snapshot) return open.filter((d) => d.is !== 'right-only' && d.is !== 'renamed');
  const unwritten = new Set(declaredDifferences(schema, snapshot).map((d) => keyOf(d.kind, d.id)));
  return open.filter((d) => unwritten.has(keyOf(d.kind, d.id)));
}

/** `unmade`: no migration makes what the snapshot says. `unknown`: the migrations make it, and the snapshot has nothing of the kind. */
export interface Astray {
  unmade: Difference[];
  unlike: Difference[];
  unknown: Difference[];
}

export function astray(snapshot: Catalog, made: Catalog): Astray {
  const found = declaredDifferences(snapshot, made).filter((d) => d.is !== 'renamed');
  const of = (is: Difference['is']): Difference[] => found.filter((d) => d.is === is);
  return { unmade: of('left-only'), unlike: of('changed'), unknown: of('right-only') };
}

/** `column public.users.email` */
export const objectWords = ({ kind, id }: Pick<Difference, 'kind' | 'id'>): string => `${kind.replaceAll('-', ' ')} ${id}`;

/** The same, and of one that is there on both sides what is otherwise. */
export function differenceWords(d: Difference, left: string, right: string): string {
  const { is, facts } = d;
  const what = objectWords(d);
  if (is === 'left-only') return `${what}: only in ${left}`;
  if (is === 'right-only') return `${what}: only in ${right}`;
  const told = facts.filter((f) => f.class === 'structural' || is === 'renamed');
  return `${what}: ${told.map((f) => `${f.says} is ${said(f.left)} in ${left} and ${said(f.right)} in ${right}`).join('; ')}`;
}

const MOST = 60;

function said(value: string | null): string {
  if (value === null) return 'none';
  const line = value.replaceAll('\n', ' ');
  return line.length > MOST ? `${line.slice(0, MOST)}…` : line;
}
