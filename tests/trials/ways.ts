/** How a database may have come to what it is, apart from running every migration once and in order. */
import type { Catalog } from '../../src/model/index.ts';
import type { Random } from '../compare/random.ts';
import type { Server } from '../servers.ts';
import { handChanges } from './hand.ts';
import { type History, TABLE } from './history.ts';
import { catalogOf, dumpText, type Live, liveOn, oneByOne, restored, type Sent, together } from './live.ts';

export const WAYS = [
  'skipped',
  'ddl only',
  'data only',
  'pushed',
  'repeated',
  'hand-changed',
  'half applied',
  'restored',
  'in order',
] as const;
export type Way = (typeof WAYS)[number];

export interface Made {
  live: Live;
  /** By migration and statement: it ran and was committed. */
  ran: boolean[][];
  /** Before anything was done by hand; null: nothing was. */
  before: Catalog | null;
  /** It was made at once as of this migration, and no migration ran. */
  pushed: number | null;
  /** Texts that were typed by hand, and accepted. */
  typed: ReadonlySet<string>;
  /** What was sent, for trying it again; null: no migration was. */
  sent: readonly Sent[] | null;
}

export interface Place {
  server: Server | null;
  /** For dumps: a server that this machine's pg_dump reads. */
  dumping: Server | null;
  random: Random;
}

export const statementsOf = (history: History, migration: number, which: (statement: number) => boolean = () => true): Sent[] =>
  (history.texts[migration] ?? []).flatMap((text, statement) =>
    which(statement) ? [{ text, of: { migration, statement } }] : [],
  );

export async function made(way: Way, history: History, place: Place): Promise<Made> {
  if (way === 'pushed' && place.dumping) return pushed(history, place, place.dumping);
  if (way === 'restored' && place.dumping) return dumped(history, place, place.dumping);
  const live = await liveOn(place.server);
  await recorded(live, history, place.random);
  return built(way, history, place.random, live);
}

async function built(way: Way, history: History, r: Random, live: Live, looked = false): Promise<Made> {
  const count = history.migrations.length;
  const ran = history.texts.map((texts) => texts.map(() => false));
  const note = (sent: readonly Sent[]): void => {
    for (const { of } of sent) if (of) (ran[of.migration] as boolean[])[of.statement] = true;
  };
  const whole = async (migration: number): Promise<void> => {
    const sent = statementsOf(history, migration);
    if (await together(live, sent)) note(sent);
    if (r.chance(0.8)) for (const text of history.written[migration]?.rows ?? []) await oneByOne(live, [{ text, of: null }]);
  };
  const touches = (m: number, s: number) => history.replay.migrations[m]?.statements[s]?.touches;
  const until = r.chance(0.5) ? count : 1 + r.below(count);
  const rare = r.chance(0.5) ? 0.15 : 0.35;
  const odd = r.below(until);
  for (let m = 0; m < count; m += 1) {
    if (way === 'skipped') {
      if (m >= until || !r.chance(rare)) await whole(m);
      if (m >= until && r.chance(0.2)) break;
    } else if (m >= until) break;
    else if (way === 'ddl only') {
      const sent = statementsOf(history, m, (s) => touches(m, s) !== 'data');
      if (r.chance(0.4)) await whole(m);
      else if (await together(live, sent)) note(sent);
    } else if (way === 'data only') {
      if (r.chance(0.75)) await whole(m);
      else
        note(
          await oneByOne(
            live,
            statementsOf(history, m, (s) => touches(m, s) === 'data'),
          ),
        );
    } else if (way === 'half applied' && (m === odd || r.chance(0.1))) {
      const length = history.texts[m]?.length ?? 0;
      const end = r.below(length + 1);
      note(
        await oneByOne(
          live,
          statementsOf(history, m, (s) => s < end),
        ),
      );
      if (m === odd && r.chance(0.6)) break;
    } else await whole(m);
  }
  if (way === 'skipped' && r.chance(0.2)) note(await late(live, history, r, ran));
  const touched = looked || way === 'repeated' || way === 'hand-changed';
  const before = touched ? await catalogOf(live) : null;
  const regular = live.sent.length;
  if (way === 'repeated') {
    const times = 1 + r.below(6);
    for (let n = 0; n < times; n += 1) {
      const m = r.below(until);
      const again = statementsOf(history, m).map((s) => ({ ...s, of: null }));
      if (r.chance(0.3)) await together(live, again);
      else await oneByOne(live, again);
    }
  }
  if (way === 'hand-changed' && before)
    await oneByOne(
      live,
      (await handChanges(history, before, r, ran)).map((text) => ({ text, of: null })),
    );
  const typed = new Set(live.sent.slice(regular).map((s) => s.text));
  return { live, ran, before, pushed: null, typed, sent: [...live.sent] };
}

/** Some that were left out are run at the end, out of their order. */
async function late(live: Live, history: History, r: Random, ran: readonly (readonly boolean[])[]): Promise<Sent[]> {
  const done: Sent[] = [];
  for (const [m, statements] of ran.entries()) {
    if (statements.some(Boolean) || !r.chance(0.3)) continue;
    const sent = statementsOf(history, m);
    if (await together(live, sent)) done.push(...sent);
  }
  return done;
}

/** What the history table says shall not matter. */
async function recorded(live: Live, history: History, r: Random): Promise<void> {
  await live.session.send(
    `create schema ${TABLE.schema}; create table ${TABLE.schema}.${TABLE.name} (id serial primary key, hash text not null, created_at bigint)`,
  );
  const rows = history.migrations.filter(() => r.chance(0.5)).map((m) => `('${m.sql.ok ? m.sql.value.hash : ''}', ${m.when})`);
  if (rows.length > 0)
    await live.session.send(`insert into ${TABLE.schema}.${TABLE.name} (hash, created_at) values ${rows.join(', ')}`);
}

/** The schema of one state of the folder, by another route than its files: as pg_dump writes it. */
async function pushed(history: History, place: Place, dumping: Server): Promise<Made> {
  const at = place.random.chance(0.5) ? history.migrations.length - 1 : place.random.below(history.migrations.length);
  const source = await liveOn(dumping);
  try {
    for (let m = 0; m <= at; m += 1)
      if (!(await together(source, statementsOf(history, m)))) throw new Error(`${history.name} does not run on a server`);
    const dump = await dumpText(source.url ?? '', ['--schema-only', '--no-owner']);
    const live = await restored(place.server ?? dumping, dump ?? '');
    return {
      live,
      ran: history.texts.map((texts) => texts.map(() => false)),
      before: null,
      pushed: at,
      typed: new Set(),
      sent: null,
    };
  } finally {
    await source.end();
  }
}

async function dumped(history: History, place: Place, dumping: Server): Promise<Made> {
  const way = place.random.pick([
    'skipped',
    'ddl only',
    'data only',
    'repeated',
    'hand-changed',
    'half applied',
    'in order',
  ] as const);
  const source = await liveOn(dumping);
  try {
    const first = await built(way, history, place.random, source, true);
    const flags = place.random.chance(0.5) ? ['--no-owner', '--no-acl'] : [];
    const dump = await dumpText(source.url ?? '', [...flags, '--exclude-schema', TABLE.schema]);
    return { ...first, live: await restored(place.server ?? dumping, dump ?? '') };
  } finally {
    await source.end();
  }
}
