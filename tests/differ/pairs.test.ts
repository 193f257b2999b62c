/** Single changes between two schemas: which of them the statements bring about, read back by our own reader; the others are named. */
import { readFileSync } from 'node:fs';
import { buildFactBase, encodeId, type Fact, type FactBase } from '@supabase/pg-delta/core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/catalog/kinds.ts';
import { compareCatalogs } from '../../src/compare/catalogs/catalogs.ts';
import { unwritten } from '../../src/compare/catalogs/unwritten.ts';
import { weighing } from '../../src/compare/catalogs/way-proof.ts';
import { openSession } from '../../src/drivers/index.ts';
import type { Catalog, Difference } from '../../src/model/index.ts';
import { readCatalog } from '../../src/read/database/catalog.ts';
import { poolOver, readFacts, statementsBetween } from '../../src/read/way/differ.ts';
import { WRITER } from '../../src/read/way/way.ts';
import { holdsOn, type Pair, pairs, schemaOf } from '../catalog/pair.ts';
import { environmentOf, READ } from '../drivers/environment.ts';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';

const MAJOR = 15;
const server = sharedServer(MAJOR);
const COUNTED = ['structural', 'access', 'cosmetic'] as const;
const SCOPE = { histories: [], access: true };
const here = pairs.filter((pair) => holdsOn(pair, MAJOR) && !pair.own && pair.unread.length === 0);
const GAPS = new Set(
  readFileSync(new URL('gaps.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean),
);

it('the writer that is named is the one that is installed', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: Record<string, string> };
  expect(WRITER).toBe(`pg-delta ${devDependencies['@supabase/pg-delta']}`);
});

describe.skipIf(server === null)('single changes', () => {
  const urls: string[] = [];
  const refused = new Map<string, string>();
  let remains: Difference[] = [];

  beforeAll(async () => {
    if (!server) return;
    urls.push(await made('left'), await made('left'), await made('right'));
    const [left = '', copy = '', right = ''] = urls;
    const [from, to] = [await facts(left), await facts(right)];
    const client = new pg.Client(copy);
    await client.connect();
    try {
      await client.query('set check_function_bodies = off');
      for (const pair of here) refused.set(pair.name, await brought(client, pair, from, to));
      const goal = await catalog(right);
      const more = unwritten(compareCatalogs(await catalog(copy), goal, kinds));
      for (const { sql } of more) await client.query(sql).catch(() => undefined);
      remains = weighing(compareCatalogs(await catalog(copy), goal, kinds), COUNTED);
    } finally {
      await client.end();
    }
  });
  afterAll(async () => {
    if (server) for (const url of urls) await dropDatabase(server, url);
  });

  it.each(here.map((pair) => [pair.name, pair] as const))('%s', (name, pair) => {
    const left = remains.filter((d) => (d.left ?? d.right)?.facts['schema'] === schemaOf(pair));
    const said = [
      refused.get(name) ?? '',
      ...left.map((d) => `${d.is} ${d.kind} ${d.id} ${d.facts.map((f) => f.fact).join(',')}`),
    ].filter(Boolean);
    if (GAPS.has(name)) expect(said, 'a gap that is closed is taken off gaps.txt').not.toEqual([]);
    else expect(said).toEqual([]);
  });

  it('values are as a pool of pg parses them', async () => {
    const [, , right = ''] = urls;
    const { extract } = await import('@supabase/pg-delta/extract');
    const pool = new pg.Pool({ connectionString: right });
    const session = await openSession(environmentOf('pg', right), READ);
    try {
      const theirs = await extract(pool);
      for (const keeps of [true, false]) {
        const ours = await extract(poolOver({ send: (text) => session.send(text), keeps }));
        expect(ours.factBase.rootHash).toBe(theirs.factBase.rootHash);
      }
    } finally {
      await session.close();
      await pool.end();
    }
  });
});

async function made(which: 'left' | 'right'): Promise<string> {
  if (!server) throw new Error('no server');
  const url = await createDatabase(server);
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const pair of here) {
      const schema = schemaOf(pair);
      await client.query(`create schema ${schema}; set search_path = ${schema}, public`);
      for (const text of [pair.before, pair[which]]) await client.query(text);
    }
  } finally {
    await client.end();
  }
  return url;
}

/** The statements for one pair alone, run; empty, or why they did not go through. */
async function brought(client: pg.Client, pair: Pair, from: FactBase, to: FactBase): Promise<string> {
  try {
    const way = await statementsBetween(ofPair(from, pair), ofPair(to, pair), SCOPE);
    for (const { sql } of way.statements) await client.query(sql);
    return '';
  } catch (error) {
    return (error as Error).message.split('\n')[0] ?? 'refused';
  }
}

/** What lies in the pair's schema, and in none of another pair. */
function ofPair(base: FactBase, pair: Pair): { base: FactBase; unmodelled: string[] } {
  const own = schemaOf(pair);
  const isOther = (fact: Fact): boolean => {
    for (let at: Fact | undefined = fact; at; at = at.parent && base.get(at.parent))
      if (at.id.kind === 'schema') return at.id.name.startsWith('p_') && at.id.name !== own;
    return fact.id.kind === 'defaultPrivilege' && fact.id.schema !== own;
  };
  const facts = base.facts().filter((fact) => !isOther(fact));
  const keys = new Set(facts.map((f) => encodeId(f.id)));
  const edges = base.edges.filter((e) => keys.has(encodeId(e.from)) && keys.has(encodeId(e.to)));
  return { base: buildFactBase(facts, edges, base.source), unmodelled: [] };
}

async function facts(url: string): Promise<FactBase> {
  const session = await openSession(environmentOf('pg', url), READ);
  return (await readFacts({ send: (text) => session.send(text), keeps: true }).finally(() => session.close())).base;
}

async function catalog(url: string): Promise<Catalog> {
  const session = await openSession(environmentOf('pg', url), READ);
  const options = { histories: [], versionNumber: MAJOR * 10_000, engine: 'PostgreSQL' };
  return readCatalog((text) => session.send(text), options).finally(() => session.close());
}
