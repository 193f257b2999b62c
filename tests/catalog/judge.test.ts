/** pg_dump judges the reader: every change that it shows is seen or listed as not compared, and nothing else is; on every major the same. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/catalog/kinds.ts';
import { compareCatalogs } from '../../src/compare/catalogs/catalogs.ts';
import type { Catalog, Difference } from '../../src/model/index.ts';
import { open } from '../faults/sql.ts';
import { MAJORS } from '../majors.ts';
import { FULL, sampled } from '../sample.ts';
import { createDatabase, dropDatabase, type Server } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { type ChangedEntry, changedEntries, type Dump, dumpOf, dumpText } from './dump.ts';
import { look, openAt } from './look.ts';
import { holdsOn, type Pair, pairs, schemaOf } from './pair.ts';

const UPDATE = process.env['UPDATE_CASES'] === '1';

/** The server whose pg_dump is the judge: the newest that Debian's stable has. */
const DUMPED = 15;
/** What pg_dump leaves out. */
const UNDUMPED = ['changed constraint p_constraint_foreign_key_triggers_off.b.fk', 'left-only index p_index_invalid.i'];

interface Side {
  url: string;
  catalog: Catalog;
  dump: Dump | null;
}

interface Seen {
  differences: Difference[];
  unread: string[];
  /** null: no pg_dump reads this server. */
  changed: ChangedEntry[] | null;
}

describe.each(MAJORS)('on PostgreSQL %i', (major) => {
  const server = sharedServer(major);
  const here = pairs.filter((pair) => holdsOn(pair, major));
  const together = here.filter((pair) => !pair.own);
  const alone = here.filter((pair) => pair.own && (FULL || sampled(pair.name, 12)));

  describe.skipIf(server === null)('pairs in schemas of their own', () => {
    const sides: Side[] = [];
    let all: Seen;
    beforeAll(async () => {
      if (!server) return;
      sides.push(await side(server, together, 'left'), await side(server, together, 'right'));
      all = seen(...(sides as [Side, Side]));
    });
    afterAll(async () => {
      if (server) await Promise.all(sides.map(({ url }) => dropDatabase(server, url)));
    });

    it.each(together.map((pair) => [pair.name, pair] as const))('%s', (_, pair) => {
      const schema = schemaOf(pair);
      judge(pair, major, {
        differences: all.differences.filter((d) => schemaIn(d) === schema),
        unread: pair.unread.filter((what) => all.unread.includes(what)),
        changed: all.changed?.filter((entry) => entry.schema === schema) ?? null,
      });
    });

    it('and nothing beside them', () => {
      const schemas = new Set(together.map(schemaOf));
      expect(all.differences.filter((d) => !schemas.has(schemaIn(d))).map((d) => d.id)).toEqual([]);
      expect(all.unread.toSorted()).toEqual([...new Set(together.flatMap((pair) => pair.unread))].sort());
    });

    it.skipIf(major !== DUMPED)('and a dump restored is what was dumped', async ({ skip }) => {
      if (all.changed === null) return skip('no pg_dump here reads this server');
      for (const dumped of sides) expect(await afterRestore(server!, dumped)).toEqual(dumped === sides[1] ? UNDUMPED : []);
    });
  });

  describe.skipIf(server === null)('pairs in databases of their own', () => {
    it.each(alone.map((pair) => [pair.name, pair] as const))('%s', async (_, pair) => {
      if (!server) return;
      const sides = await Promise.all([side(server, [pair], 'left'), side(server, [pair], 'right')]);
      try {
        judge(pair, major, seen(...(sides as [Side, Side])));
      } finally {
        await Promise.all(sides.map(({ url }) => removed(server, url)));
      }
    });
  });
});

async function side(server: Server, of: readonly Pair[], which: 'left' | 'right'): Promise<Side> {
  const url = await createDatabase(server);
  const client = await open(url);
  try {
    for (const pair of of) {
      const schema = schemaOf(pair);
      await client.query(`create schema ${schema}; set search_path = ${schema}, public`);
      for (const [section, text] of Object.entries({ before: pair.before, [which]: pair[which] }))
        await client.query(text).catch((error: Error) => {
          throw new Error(`${pair.name}, ${section}: ${error.message}`, { cause: error });
        });
    }
  } finally {
    await client.end();
  }
  const [catalog, dump] = await Promise.all([catalogOf(server, url), server.major === DUMPED ? dumpOf(url) : null]);
  return { url, catalog, dump };
}

/** What another database, made by the dump, has otherwise. */
async function afterRestore(server: Server, dumped: Side): Promise<string[]> {
  const text = await dumpText(dumped.url);
  if (text === null) return [];
  const url = await createDatabase(server);
  try {
    await run(url, text);
    const { differences } = compareCatalogs(dumped.catalog, await catalogOf(server, url), kinds);
    return differences.filter((d) => d.class !== 'position').map((d) => `${d.is} ${d.kind} ${d.id}`);
  } finally {
    await dropDatabase(server, url);
  }
}

async function run(url: string, text: string): Promise<void> {
  const client = await open(url);
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function catalogOf(server: Server, url: string): Promise<Catalog> {
  const session = await openAt(url);
  try {
    return await look(session, server.major);
  } finally {
    await session.close();
  }
}

function seen(left: Side, right: Side): Seen {
  const { differences, notCompared } = compareCatalogs(left.catalog, right.catalog, kinds);
  return {
    differences,
    unread: notCompared.map(({ what }) => what),
    changed: left.dump && right.dump && changedEntries(left.dump, right.dump),
  };
}

function judge(pair: Pair, major: number, { differences, unread, changed }: Seen): void {
  const top = differences.filter((d) => !d.within);
  const sees = top.map((d) => lineOf(d, schemaOf(pair))).sort();
  if (UPDATE && major === Math.max(DUMPED, pair.from)) record(pair, sees);
  expect(gravest(top) ?? (pair.unread.length > 0 ? 'not compared' : 'nothing')).toBe(pair.expected);
  expect(unread.toSorted()).toEqual(pair.unread.toSorted());
  if (!UPDATE) expect(sees).toEqual(pair.sees);
  if (!changed) return;
  if (pair.silent) expect(changed).toEqual([]);
  else if (pair.noisy || pair.expected !== 'nothing') expect(changed).not.toEqual([]);
  else expect(changed).toEqual([]);
  if (pair.noisy || pair.silent || pair.unread.length > 0) return;
  expect(changed.filter((entry) => !differences.some((d) => isAbout(d, entry)))).toEqual([]);
  expect(top.filter((d) => !changed.some((entry) => isAbout(d, entry))).map((d) => lineOf(d, schemaOf(pair)))).toEqual([]);
}

const gravest = (differences: readonly Difference[]): string | undefined =>
  ['structural', 'access', 'position', 'cosmetic', 'platform'].find((c) => differences.some((d) => d.class === c));

const lineOf = ({ class: of, is, kind, id, facts, right }: Difference, schema: string): string =>
  [
    of,
    is,
    kind,
    is === 'renamed' ? `${id} → ${right?.name}` : id,
    ...(facts.length === 0 ? [] : [`(${facts.map((f) => f.fact).join(', ')})`]),
  ]
    .join(' ')
    .replaceAll(`${schema}.`, '');

const schemaIn = ({ left, right }: Difference): string => left?.facts['schema'] ?? right?.facts['schema'] ?? '';

/** A word in common: in a single change there is little else. */
function isAbout({ left, right, id }: Difference, { type, name, left: was, right: is }: ChangedEntry): boolean {
  const words = (text: string): string[] => text.toLowerCase().split(/[\s.,()"]+/);
  // Entries whose names leave their table out.
  const nameless = ['INDEX', 'INDEX ATTACH', 'SEQUENCE'].includes(type);
  const said = new Set(words(nameless ? `${was} ${is}` : name));
  return [...words(id), ...words(left?.name ?? ''), ...words(right?.name ?? ''), ...words(left?.parent ?? '')].some((w) =>
    said.has(w),
  );
}

function record(pair: Pair, sees: readonly string[]): void {
  const lines = readFileSync(pair.file, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('-- sees: '));
  lines.splice(lines.indexOf('-- before'), 0, ...sees.map((line) => `-- sees: ${line}`));
  writeFileSync(pair.file, lines.join('\n'));
}

/** A database is not dropped while a subscription is in it. */
async function removed(server: Server, url: string): Promise<void> {
  const client = await open(url);
  try {
    const { rows } = await client.query(
      `select quote_ident(s.subname) as name from pg_subscription s join pg_database d on d.oid = s.subdbid and d.datname = current_database()`,
    );
    for (const { name } of rows as { name: string }[]) {
      await client.query(`alter subscription ${name} set (slot_name = none)`);
      await client.query(`drop subscription ${name}`);
    }
  } finally {
    await client.end();
  }
  await dropDatabase(server, url);
}
