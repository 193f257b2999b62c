// For how long is a table closed to its readers while a migration changes it over a line? Seen from the server.
import { join } from 'node:path';
import pg from 'pg';
import { contenderOf, deployed, folderFor } from './appliers.mjs';
import { median, once } from './measure.mjs';
import { turnsProxy } from './turns.mjs';
import { histories } from './workload.mjs';

const DELAY = 40;

const TABLE = 'CREATE TABLE "shop" ("id" serial PRIMARY KEY NOT NULL, "title" text NOT NULL);';
const SIX = Array.from({ length: 6 }, (_, i) => `ALTER TABLE "shop" ADD COLUMN "field_${i}" integer DEFAULT ${i} NOT NULL;`);

/** Looks every two milliseconds, inside of the server, so that nothing on the way to us is measured with it. */
const WATCH = `create function pg_temp.watched(of regclass) returns double precision language plpgsql as $$
declare first timestamptz; last timestamptz; until timestamptz := clock_timestamp() + interval '15 s'; held bool;
begin
  loop
    held := exists (select from pg_catalog.pg_locks where relation = of and mode = 'AccessExclusiveLock' and granted);
    if held then first := coalesce(first, clock_timestamp()); last := clock_timestamp();
    elsif first is not null then return extract(epoch from clock_timestamp() - first) * 1000;
    end if;
    if clock_timestamp() > until then return null; end if;
    perform pg_sleep(0.002);
  end loop;
end $$`;

export async function measureHeld(here) {
  const { kinds, work, server, n } = here;
  const proxy = await turnsProxy(server.port, DELAY);
  const address = (url) => url.replace(`:${server.port}/`, `:${proxy.port}/`);
  const history = histories([[TABLE], SIX]);
  const dir = folderFor(join(work, 'held'), '0.x', history, false);
  const first = folderFor(join(work, 'held-before'), '0.x', history.slice(0, 1), false);
  const rows = [];
  try {
    for (const kind of [kinds.tidemark('0.x'), kinds.kit('0.x'), kinds.orm('0.x')]) {
      const held = [];
      // A lock that is gone between two looks was shorter than any that is seen: that round is done again, so that what is shown is at most too long.
      for (let round = 0; held.length < n && round < 3 * n; round += 1) {
        let url;
        const prepare = async (at) => {
          url = at;
          await deployed(here, first, at);
        };
        const contender = contenderOf(here, kind, dir, 2, { address, prepare });
        await contender.before();
        const watcher = new pg.Client({ connectionString: url, ssl: false });
        await watcher.connect();
        await watcher.query(WATCH);
        const seen = watcher.query(`select pg_temp.watched('shop') as ms`);
        const ran = await once(contender, here);
        const { ms } = (await seen).rows[0];
        await watcher.end();
        const checked = await contender.check(ran);
        if (checked !== true) throw new Error(`${kind.name}: ${checked}\n${ran.stdout}${ran.stderr}`);
        if (ms !== null) held.push(ms);
      }
      if (held.length < n) throw new Error(`${kind.name}: its lock was seen in ${held.length} of ${3 * n} rounds`);
      rows.push({ name: kind.name, ms: median(held), trips: median(held) / DELAY });
      process.stderr.write(`lock held at ${DELAY} ms: ${kind.name} ${Math.round(rows.at(-1).ms)} ms\n`);
    }
  } finally {
    await proxy.close();
  }
  return { delay: DELAY, rows };
}
