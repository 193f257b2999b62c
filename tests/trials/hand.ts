/** What somebody changes by hand in a database, at times just what undoes a part of a migration. */
import type { Catalog } from '../../src/model/index.ts';
import type { Random } from '../compare/random.ts';
import { type History, readerOf } from './history.ts';

export async function handChanges(
  history: History,
  catalog: Catalog,
  r: Random,
  ran: readonly (readonly boolean[])[],
): Promise<string[]> {
  const count = 1 + r.below(4);
  const of = (kind: string) => [...catalog.objects.values()].filter((o) => o.kind === kind);
  const changes: (() => string | null)[] = [
    () => `create table hand_${r.below(1000)} (a int, b text default 'x')`,
    () =>
      on(
        of('table').map((o) => o.id),
        (t) => `alter table ${t} add column hand_${r.below(1000)} integer`,
      ),
    () => on(of('column'), (c) => `create index hand_${r.below(1000)} on ${c.parent} (${c.name})`),
    () => on(of('column'), (c) => `alter table ${c.parent} alter column ${c.name} set default null`),
    () => on(of('column'), (c) => `alter table ${c.parent} alter column ${c.name} drop default`),
    () => on(of('column'), (c) => `alter table ${c.parent} alter column ${c.name} drop not null`),
    () => on(of('column'), (c) => `alter table ${c.parent} alter column ${c.name} set not null`),
    () => on(of('column'), (c) => `alter table ${c.parent} alter column ${c.name} type text`),
    () => on(of('column'), (c) => `alter table ${c.parent} drop column ${c.name}`),
    () => on(of('column'), (c) => `alter table ${c.parent} drop column ${c.name} cascade`),
    () => on(of('column'), (c) => `alter table ${c.parent} rename column ${c.name} to hand_${r.below(1000)}`),
    () =>
      on(
        of('table').map((o) => o.id),
        (t) => `drop table ${t} cascade`,
      ),
    () =>
      on(
        of('table').map((o) => o.id),
        (t) => `alter table ${t} rename to hand_${r.below(1000)}`,
      ),
    () =>
      on(
        of('table').map((o) => o.id),
        (t) => `alter table ${t} enable row level security`,
      ),
    () =>
      on(
        of('index').map((o) => o.id),
        (i) => `drop index ${i}`,
      ),
    () => on(of('constraint'), (c) => `alter table ${c.parent} drop constraint ${c.name} cascade`),
    () =>
      on(
        of('enum').map((o) => o.id),
        (e) => `alter type ${e} add value 'hand'`,
      ),
    () =>
      on(
        of('view').map((o) => o.id),
        (v) => `drop view ${v}`,
      ),
    () =>
      on(
        of('function').map((o) => o.id),
        (f) => `drop function ${f} cascade`,
      ),
    () => on(of('policy'), (p) => `drop policy ${p.name} on ${p.parent}`),
    () => on(of('trigger'), (t) => `drop trigger ${t.name} on ${t.parent}`),
    () => undoing(history, catalog, r, ran),
    () => undoing(history, catalog, r, ran),
    () => undoing(history, catalog, r, ran),
    () => doing(history, r, ran),
  ];
  return Array.from({ length: count }, () => r.pick(changes)() ?? 'select 1');

  function on<T>(all: readonly T[], text: (one: T) => string): string | null {
    return all.length > 0 ? text(r.pick(all)) : null;
  }
}

/** One effect of one statement that ran is taken back. */
function undoing(history: History, catalog: Catalog, r: Random, ran: readonly (readonly boolean[])[]): string | null {
  const done = history.replay.migrations.flatMap((m, i) => m.statements.filter((_, j) => ran[i]?.[j]));
  if (done.length === 0) return null;
  const reader = readerOf(15);
  const all = r
    .pick(done)
    .effects.flatMap((effect) => reader.effects(effect).map((fact) => ({ effect, fact })))
    .filter(({ fact }) => reader.value(catalog, fact.key) === fact.to);
  if (all.length === 0) return null;
  const { effect, fact } = r.pick(all);
  const { kind, id, parent, name } = (effect.after ?? effect.before)!;
  const what = fact.key.slice(fact.key.lastIndexOf('\n') + 1);
  if (kind === 'column' && what === 'default')
    return `alter table ${parent} alter column ${name} ${fact.from ? `set default ${fact.from}` : 'drop default'}`;
  if (kind === 'column' && what === 'not_null')
    return `alter table ${parent} alter column ${name} ${fact.from === 'yes' ? 'set' : 'drop'} not null`;
  if (kind === 'column' && what === 'type' && fact.from) return `alter table ${parent} alter column ${name} type ${fact.from}`;
  if (effect.after === null)
    return kind === 'column'
      ? `alter table ${parent} add column ${name} text`
      : kind === 'table'
        ? `create table ${id} ()`
        : null;
  if (kind === 'column') return `alter table ${parent} drop column ${name} cascade`;
  if (kind === 'constraint') return `alter table ${parent} drop constraint ${name} cascade`;
  if (kind === 'policy' || kind === 'trigger') return `drop ${kind} ${name} on ${parent}`;
  if (kind === 'enum') return `drop type ${id} cascade`;
  return `drop ${kind.replaceAll('-', ' ')} ${id} cascade`;
}

/** A statement that was left out is typed by somebody. */
function doing(history: History, r: Random, ran: readonly (readonly boolean[])[]): string | null {
  const open = history.texts.flatMap((texts, i) => texts.filter((_, j) => !ran[i]?.[j]));
  return open.length > 0 ? r.pick(open) : null;
}
