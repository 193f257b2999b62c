/** A schema that is partly one and partly another, as pg-delta reads them: so that statements can be written that lead there. */
import type { Fact, StableId } from '@supabase/pg-delta/core';
import { namesIn } from '../../sql/names.ts';
import type { Facts } from './differ.ts';

/** other: as the other one has it, also where only that one does. gone: neither, with all that belongs to it. Else as the first one has it. */
export type Choice = 'other' | 'gone' | undefined;

/** `choice`: of an object by `placeOf`. */
export async function mixedFacts(base: Facts, other: Facts, choice: (place: string) => Choice): Promise<Facts> {
  const { buildFactBase, encodeId } = await import('@supabase/pg-delta/core');
  const kept = new Map<string, Fact>();
  const theirs = new Set<string>();
  const keep = (fact: Fact, from: Facts): void => {
    const key = encodeId(fact.id);
    kept.set(key, fact);
    if (from === other) theirs.add(key);
  };
  const of = (fact: Fact, from: Facts): Choice => {
    const own = choice(placeOfId(fact.id));
    if (own !== undefined) return own;
    const parent = fact.parent && from.base.get(fact.parent);
    // What belongs to something that is on one side only goes where that goes.
    const above = parent ? of(parent, from) : undefined;
    const alone = parent !== undefined && !(from === base ? other : base).base.has(parent.id);
    return above === 'gone' || (above === 'other' && alone) ? above : undefined;
  };
  for (const fact of base.base.facts()) {
    const chosen = of(fact, base);
    const same = other.base.get(fact.id);
    if (chosen === undefined) keep(fact, base);
    else if (chosen === 'other' && same) keep(same, other);
  }
  for (const fact of other.base.facts()) if (!base.base.has(fact.id) && of(fact, other) === 'other') keep(fact, other);
  const edges = new Map<string, Facts['base']['edges'][number]>();
  for (const from of [base, other])
    for (const edge of from.base.edges) {
      const key = encodeId(edge.from);
      if (!kept.has(key) || !kept.has(encodeId(edge.to)) || theirs.has(key) !== (from === other)) continue;
      edges.set(`${key} ${encodeId(edge.to)} ${edge.kind}`, edge);
    }
  return { base: buildFactBase([...kept.values()], [...edges.values()], base.base.source), unmodelled: [] };
}

const CALLED: Readonly<Record<string, string>> = {
  'foreign-table': 'foreignTable',
  'materialized-view': 'materializedView',
  enum: 'type',
  'composite-type': 'type',
  'range-type': 'type',
  'event-trigger': 'eventTrigger',
  'foreign-data-wrapper': 'fdw',
  'foreign-server': 'server',
  function: 'routine',
  aggregate: 'routine',
};

/** Of one of our own objects. */
export function placeOf(kind: string, id: string): string {
  const called = CALLED[kind] ?? kind;
  if (called === 'routine') return `routine ${id.replaceAll(', ', ',')}`;
  return [called, ...namesIn(id)].join('\0');
}

function placeOfId(id: StableId): string {
  switch (id.kind) {
    case 'comment':
    case 'acl':
    case 'securityLabel':
      return placeOfId(id.target);
    case 'default':
      return ['column', id.schema, id.table, id.name].join('\0');
    case 'typeAttribute':
      return ['type', id.schema, id.type].join('\0');
    case 'publicationRel':
    case 'publicationSchema':
      return ['publication', id.publication].join('\0');
    case 'function':
    case 'procedure':
    case 'aggregate':
      return `routine ${id.schema}.${id.name}(${id.args.join(',')})`;
    default:
      if ('table' in id) return [id.kind, id.schema, id.table, id.name].join('\0');
      if ('schema' in id && 'name' in id) return [id.kind, id.schema, id.name].join('\0');
      return 'name' in id ? [id.kind, id.name].join('\0') : id.kind;
  }
}
