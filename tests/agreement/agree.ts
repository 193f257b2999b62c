/** Does PGlite make of a history what a server of some major makes of it? Judged by our reader, and on 15 by pg_dump. */
import { Secret } from '../../src/base/secret.ts';
import { kinds } from '../../src/catalog/kinds.ts';
import { compareCatalogs } from '../../src/compare/catalogs/catalogs.ts';
import { replayed } from '../../src/compare/catalogs/verified.ts';
import type { Catalog, Difference, Replay, ReplayFailure, Standing, TableName } from '../../src/model/index.ts';
import { catalogAfter, got } from '../../src/model/index.ts';
import { readCatalog } from '../../src/read/database/catalog.ts';
import { extensionsOf, replayOf } from '../../src/read/replay/replay.ts';
import { surround } from '../../src/read/replay/surround.ts';
import { broughtAlong } from '../../src/read/replay/surroundings.ts';
import { inBox } from '../../src/read/shadow/box.ts';
import { openPglite } from '../../src/read/shadow/pglite.ts';
import { serverAt } from '../../src/read/shadow/server.ts';
import type { Shadow } from '../../src/read/shadow/shadow.ts';
import { inWords, nativeOf, wanting, wordsOf } from '../../src/read/spelling/respell.ts';
import { namesOf, readFacts, statementsBetween } from '../../src/read/way/differ.ts';
import { changedEntries, type Dump, dumpOf } from '../catalog/dump.ts';
import type { Server } from '../servers.ts';
import type { History } from './histories.ts';

const TABLE: TableName = { schema: 'drizzle', name: '__drizzle_migrations' };
const HISTORIES = [TABLE];
const LIMIT = 300_000;

export interface Agreement {
  history: string;
  files: number;
  /** After the last file that both run. */
  objects: number;
  /** Where PGlite stops: `0024_cron (0A000)`. */
  stops: string | null;
  on: { [major: string]: Agreed };
}

export interface Agreed {
  /** Where that server stops, when it is elsewhere: `0030_windy (42601: …)`. */
  stops: string | null;
  /** Where it stops for want of an extension that PGlite has: `0009_embeddings, no vector`. */
  lacking: string | null;
  /** Objects that are there on both. */
  objects: number;
  differences: string[];
  /** As verify says it of a live database of that major. */
  drift: string[];
  /** Texts that differ before they are written anew, and those that still cannot be compared. */
  texts: number;
  notCompared: string[];
  /** Entries of pg_dump that are not alike when what PGlite made is made again there; null: no pg_dump for it. */
  dump: string[] | null;
}

export async function agreementOf(history: History, servers: readonly Server[]): Promise<Agreement> {
  const { migrations } = history;
  const options = { history: { table: TABLE, line: history.line } };
  const pglite: Shadow = { ...(await openPglite(await extensionsOf(migrations), LIMIT)), why: '' };
  try {
    const replay = await replayOf(pglite, migrations, options);
    const on: Agreement['on'] = {};
    for (const server of servers) on[server.major] = await onServer(history, server, replay, pglite);
    const { failure, final } = replay;
    return {
      history: history.name,
      files: migrations.length,
      objects: final.objects.size,
      stops: failure ? `${failure.migration} (${failure.sqlstate ?? failure.message})` : null,
      on,
    };
  } finally {
    await pglite.end();
  }
}

async function onServer(history: History, server: Server, replay: Replay, pglite: Shadow): Promise<Agreed> {
  const opened = await (await serverAt(new Secret(server.url()), { root: process.cwd(), ownCluster: true })).open(LIMIT);
  const shadow: Shadow = { ...opened, why: '' };
  try {
    const there = await replayOf(shadow, history.migrations, { history: { table: TABLE, line: history.line } });
    const last = there.migrations.at(-1)?.migration ?? null;
    const elsewhere = there.failure?.migration !== replay.failure?.migration;
    const ours = elsewhere ? catalogAfter(replay, last) : replay.final;
    const lacking = elsewhere && there.failure ? await lackingOn(shadow, there.failure) : null;
    const { versionNumber, engine } = shadow;
    // Where a guess was tried and did not help, the database was begun anew.
    const read = there.failure
      ? there.final
      : await readCatalog((text) => shadow.send(text), { histories: HISTORIES, versionNumber, engine });
    const native = nativeOf([ours.objects]);
    const texts = compareCatalogs(ours, read, kinds).notCompared.filter((n) => n.what.startsWith('texts'));
    const live = wanting(read, ours.spelledBy, native)
      ? inWords(read, native, await wordsOf(read, native, pglite), ours.spelledBy)
      : read;
    const compared = compareCatalogs(ours, live, kinds);
    // What a file uses and none creates was made before the first one, where there is such an extension.
    const both = (d: Difference): boolean => d.kind !== 'extension' || d.id !== lacking;
    const standing: Standing = {
      environment: 'live',
      table: null,
      orphans: [],
      stock: { outcome: 'nothing', runs: [], skips: [] },
      migrations: there.migrations.flatMap(({ migration: name }) => {
        const migration = history.migrations.find((m) => m.name === name);
        return migration ? [{ migration, state: 'applied' as const, rows: [], stock: 'done' as const }] : [];
      }),
    };
    const seen = replayed({ name: 'live', catalog: got(live), standing }, got(replay));
    if (seen.unchecked.length > 0) throw new Error(seen.unchecked.map((u) => u.why).join());
    return {
      stops:
        elsewhere && lacking === null
          ? `${there.failure?.migration} (${there.failure?.sqlstate}: ${there.failure?.message})`
          : null,
      lacking: lacking === null ? null : `${there.failure?.migration}, no ${lacking}`,
      objects: live.objects.size,
      differences: compared.differences.filter(both).map(told),
      drift: seen.environment.differences.filter(both).map(told),
      texts: texts.reduce((sum, n) => sum + n.count, 0),
      notCompared: compared.notCompared.filter((n) => n.what.startsWith('texts')).map((n) => `${n.count} ${n.what}`),
      dump: server.major === 15 && !elsewhere && (await stillThere(pglite, ours)) ? await dumped(pglite, shadow, server) : null,
    };
  } finally {
    await shadow.end();
  }
}

/** The extension that stopped it, which PGlite has and that server has not. */
async function lackingOn(shadow: Shadow, { message }: ReplayFailure): Promise<string | null> {
  const [result] = await shadow.send('select name::text as name from pg_available_extensions');
  const there = new Set(result?.rows.map((r) => r['name']));
  // 14 names the file that it misses: "…/extension/vector.control".
  const named = [...message.matchAll(/"(?:[^"]*\/)?([^"/]+?)(?:\.control)?"/g)].flatMap(([, name]) => name ?? []);
  return named.find((name) => inBox(name) && !there.has(name)) ?? null;
}

/** A guess that was tried and did not help has begun the database anew. */
async function stillThere(shadow: Shadow, { objects }: Catalog): Promise<boolean> {
  const { versionNumber, engine } = shadow;
  const now = await readCatalog((text) => shadow.send(text), { histories: HISTORIES, versionNumber, engine });
  return now.objects.size === objects.size;
}

const told = (d: Difference): string =>
  `${d.class}: ${d.kind} ${d.id} ${d.is}${d.facts.map((f) => `; ${f.says}: ${f.left} | ${f.right}`).join('')}`;

/**
 * What PGlite holds and what the server holds are both written as statements, made anew on the server and dumped: PostgreSQL does not
 * always write what it reads as it was, so both are read once more.
 */
async function dumped(pglite: Shadow, live: Shadow, server: Server): Promise<string[] | null> {
  const [left, right] = [await remade(pglite, server), await remade(live, server)];
  if (!left || !right) return null;
  return changedEntries(left, right)
    .filter((e) => !e.type.includes('ACL'))
    .map((e) => `${e.type} ${e.schema} ${e.name}: ${onlyIn(e.left, e.right)} | ${onlyIn(e.right, e.left)}`);
}

const onlyIn = (a: string | null, b: string | null): string => {
  const others = new Set(b?.split('\n'));
  return a === null
    ? 'not there'
    : a
        .split('\n')
        .filter((line) => !others.has(line))
        .join(' ');
};

async function remade(from: Shadow, server: Server): Promise<Dump | null> {
  const place = await serverAt(new Secret(server.url()), { root: process.cwd() });
  const again: Shadow = { ...(await place.open(LIMIT)), why: '' };
  try {
    const made = await readFacts({ send: (text) => from.send(text), keeps: true });
    // What a provider's place has is nobody's statement.
    for (const one of broughtAlong(namesOf(made), new Set())) await surround(again, one);
    const nothing = await readFacts({ send: (text) => again.send(text), keeps: true });
    const { statements } = await statementsBetween(nothing, made, { histories: HISTORIES, access: false });
    await again.send('set check_function_bodies = off');
    for (const { sql } of statements) await again.send(sql);
    const [own] = await again.send('select current_database() as name');
    return await dumpOf(server.url(own?.rows[0]?.['name'] ?? ''));
  } finally {
    await again.end();
  }
}
