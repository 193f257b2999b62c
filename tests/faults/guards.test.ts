/** Each guard of the protocol by itself, at the one moment that it is there for: `npm run faults:seeded` takes them away in turn. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apply, migrate, plan } from '../../src/index.ts';
import { sharedServer } from '../shared-server.ts';
import { drizzleReads } from '../stock.ts';
import { RESET } from './oracle.ts';
import { TIMEOUTS } from './project.ts';
import { type FaultKind, startProxy } from './proxy.ts';
import { inProcess, type Said } from './runner.ts';
import { type Cells, type Link, link, pause } from './sql.ts';
import { makeStage, type Stage } from './stage.ts';

const server = sharedServer(15);
test.skipIf(server !== null)('PostgreSQL 15 is not here: guards were not tried', () => undefined);

const TABLES = `CREATE TABLE "a" ("id" integer PRIMARY KEY, "n" integer);
CREATE TABLE "b" ("id" integer PRIMARY KEY, "n" integer);
CREATE TABLE "counted" ("migration" text NOT NULL);
INSERT INTO "a" SELECT g, g FROM generate_series(1, 20) AS g;`;
const SECOND = [`ALTER TABLE "a" ADD COLUMN "second" integer;`, `INSERT INTO "counted" VALUES ('second');`];
/** What runs twice stands there twice. */
const DATA = `INSERT INTO "counted" VALUES ('second');`;
const BOTH = ['ALTER TABLE "a" ADD COLUMN "both" integer;', 'ALTER TABLE "b" ADD COLUMN "both" integer;'];
const CUT = [
  `INSERT INTO "counted" VALUES ('first part');`,
  `CREATE INDEX CONCURRENTLY "alone" ON "a" ("n");`,
  `INSERT INTO "counted" VALUES ('last part');`,
];
/** The row comes with its end. */
const ONLY = `CREATE UNIQUE INDEX CONCURRENTLY "alone" ON "a" ("n");`;
const FIRST_PART = `INSERT INTO "counted" VALUES ('first part')`;
const LAST_PART = `INSERT INTO "counted" VALUES ('last part')`;
const ALONE = 'CREATE INDEX CONCURRENTLY "alone"';
/** Only the message behind a statement that runs alone gives back what was set for it. */
const ENDS_ALONE = "set_config('lock_timeout'";
const HISTORY = 'drizzle.__drizzle_migrations';
const OUR_LOCK = `hashtextextended('tidemark ${HISTORY}', 0)`;

interface Played {
  said: Said;
  fired: string | null;
  turns: number;
}

describe.skipIf(server === null)('the guard', () => {
  const stages = new Map<string, Stage>();
  let other: Link;
  let stage: Stage;
  beforeAll(async () => {
    if (!server) return;
    for (const [name, texts] of Object.entries({
      plain: [TABLES, SECOND],
      data: [TABLES, DATA],
      both: [TABLES, BOTH],
      cut: [TABLES, CUT],
      only: [TABLES, ONLY],
    }))
      stages.set(name, await makeStage('0.x', server, texts));
  });
  afterAll(async () => {
    for (const one of stages.values()) await one.remove();
  });

  /** `applied`: how many of the two are in when `play` begins; `other` is somebody else's session. */
  const on =
    (name: 'plain' | 'data' | 'both' | 'cut' | 'only', applied: number, play: () => Promise<void>) => async (): Promise<void> => {
      const found = stages.get(name);
      if (!found) return;
      stage = found;
      await stage.at.query(RESET);
      stage.project.aim(stage.at.url);
      if (applied > 0) await stage.prepare(applied);
      other = link(stage.at.url);
      try {
        await play();
      } finally {
        await other.end();
      }
    };

  /** `act` is done before, or without waiting after, the first message that holds `text` reaches the server. */
  const played = async (
    text: string,
    act: (() => unknown) | undefined,
    { kind = 'before', timeouts = {} }: { kind?: FaultKind; timeouts?: Record<string, number> } = {},
  ): Promise<Played> => {
    const at = (sent: string): boolean => sent.includes(text);
    const fault = { at, kind, act: async () => void (await act?.()) };
    const proxy = await startProxy(stage.server.port, { fault });
    stage.project.aim(proxy.through(stage.at.url), { timeouts: { ...TIMEOUTS, ...timeouts } });
    const said = await inProcess(stage.project.folder);
    const { fired, turns } = proxy;
    await proxy.close();
    stage.project.aim(stage.at.url);
    return { said, fired, turns };
  };

  const ends = ({ said }: Pick<Played, 'said'>, exit: number, code: string | null): void => {
    expect([said.exit, said.code], said.text).toEqual([exit, code]);
  };
  const value = async (text: string): Promise<string | null> => Object.values((await stage.at.query(text))[0] ?? {})[0] ?? null;
  const rows = (): Promise<string | null> => value(`select count(*) from ${HISTORY}`);
  const counted = async (): Promise<string[]> =>
    (await stage.at.query('select migration from counted order by 1')).map(({ migration }: Cells) => migration ?? '');
  const hasColumn = async (table: string, column: string): Promise<boolean> =>
    (await value(`select count(*) from pg_attribute where attrelid = '${table}'::regclass and attname = '${column}'`)) === '1';
  const validIndex = (): Promise<string | null> =>
    value(
      `select string_agg(c.relname || ' ' || indisvalid, ',') from pg_index join pg_class c on c.oid = indexrelid where c.relname like 'alone%'`,
    );
  const finish = async (): Promise<void> => ends({ said: await inProcess(stage.project.folder) }, 0, null);
  /** Everything of the migration that is cut, once. */
  const cutIsDone = async (): Promise<void> => {
    expect(await counted()).toEqual(['first part', 'last part']);
    expect([await validIndex(), await rows()]).toEqual(['alone true', '2']);
    expect(await value(`select to_regclass('tidemark.step')`)).toBeNull();
  };

  describe('of the lock', () => {
    test(
      'another runner holds it: refused when patience is out, and nothing is done',
      on('plain', 1, async () => {
        await other.query(`begin; select pg_advisory_xact_lock(${OUR_LOCK})`);
        stage.project.aim(stage.at.url, { timeouts: { ...TIMEOUTS, lockBudget: 300 } });
        ends({ said: await inProcess(stage.project.folder) }, 2, 'lock-held');
        expect([await rows(), await hasColumn('a', 'second')]).toEqual(['1', false]);
      }),
    );

    test(
      'it is held while a statement runs that no transaction holds, and let go behind it',
      on('cut', 1, async () => {
        let held: string | null = null;
        ends(
          await played(ALONE, async () => {
            held = await value(
              `select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
            );
          }),
          0,
          null,
        );
        expect(held).toBe('1');
        await cutIsDone();
      }),
    );
  });

  describe('of the history', () => {
    /** The row that records the second migration, and what it does. */
    const bySomebody = (does: string): string => {
      const read = drizzleReads(stage.line, stage.project.out).at(-1);
      return `${does}; insert into ${HISTORY} (hash, created_at) values ('${read?.hash}', ${read?.when})`;
    };

    test.each([1, 0])('somebody did it between the look and the message, %i before it: it is not done twice', (applied) =>
      on('data', applied, async () => {
        ends(await played(DATA.replace(';', ''), () => other.query(bySomebody(DATA))), 0, null);
        expect([await rows(), await counted()]).toEqual(['2', ['second']]);
      })(),
    );

    test.each([
      [FIRST_PART, []],
      [LAST_PART, ['first part']],
    ])('somebody recorded a cut migration before %s: it does not run', (part, left) =>
      on('cut', 1, async () => {
        ends(await played(part, () => other.query(bySomebody('select'))), 0, null);
        expect([await rows(), await counted()]).toEqual(['2', left]);
      })(),
    );

    test(
      'a stock runner is about to insert: waited for, and given up at the end',
      on('plain', 1, async () => {
        await other.query(`begin; lock table ${HISTORY} in row exclusive mode`);
        stage.project.aim(stage.at.url, { timeouts: { ...TIMEOUTS, lockBudget: 400 } });
        ends({ said: await inProcess(stage.project.folder) }, 2, 'lock-not-free');
        await other.query('rollback');
        expect([await rows(), await hasColumn('a', 'second')]).toEqual(['1', false]);
        await finish();
      }),
    );

    test(
      'its row is refused: the migration is not in either',
      on('plain', 1, async () => {
        await stage.at.query(`create function refuse() returns trigger language plpgsql as 'begin raise exception ''no row today''; end';
          create trigger refuse before insert on ${HISTORY} execute function refuse()`);
        ends({ said: await inProcess(stage.project.folder) }, 2, 'not-recorded');
        expect([await rows(), await hasColumn('a', 'second')]).toEqual(['1', false]);
      }),
    );
  });

  describe('of others’ tables', () => {
    test(
      'a reader that will not be gone is seen before the queue is joined',
      on('plain', 1, async () => {
        await other.query('begin; select count(*) from a');
        await pause(TIMEOUTS.lock + 50);
        stage.project.aim(stage.at.url, { timeouts: { ...TIMEOUTS, lockBudget: 1_200 } });
        const running = inProcess(stage.project.folder);
        const queued = await seenDuring(running, `select from pg_locks where relation = 'a'::regclass and not granted`);
        ends({ said: await running }, 2, 'lock-not-free');
        expect(queued).toBe(false);
      }),
    );

    test(
      'one that comes at the last moment is waited for no longer than lock_timeout',
      on('plain', 1, async () => {
        const took = performance.now();
        const running = played('ADD COLUMN "second"', () => other.query('begin; lock table a'), {
          timeouts: { lock: 100, lockBudget: 300 },
        });
        // Without a limit it would wait for ever.
        const said = await Promise.race([running, pause(8_000).then(() => null)]);
        await other.query('rollback');
        await running;
        expect(said, `still waiting after ${Math.round(performance.now() - took)} ms`).not.toBeNull();
        if (said) ends(said, 2, 'lock-not-free');
        await finish();
      }),
    );

    test(
      'a lock that is free a moment later: the same session tries again, and is done',
      on('plain', 1, async () => {
        const take = async (): Promise<void> => {
          await other.query('begin; lock table a');
          setTimeout(() => void other.query('rollback'), 400);
        };
        const outcome = await played('ADD COLUMN "second"', take, { timeouts: { lock: 100 } });
        ends(outcome, 0, null);
        expect(await counted()).toEqual(['second']);
      }),
    );

    test(
      'the connection ends beside a refusal: it was not in, and is tried again over a new one',
      on('plain', 1, async () => {
        await other.query('begin; lock table a');
        await pause(TIMEOUTS.lock + 50);
        setTimeout(() => void other.query('rollback'), 1_500);
        const { said, fired } = await played('rollback', undefined, { kind: 'rst' });
        expect(fired).toMatch(/^rollback/);
        ends({ said }, 0, null);
        expect(await counted()).toEqual(['second']);
      }),
    );

    test(
      'two tables are locked both or not at all: readers of the first do not wait for the second',
      on('both', 1, async () => {
        const running = played('ADD COLUMN "both"', () => other.query('begin; lock table b in access share mode'), {
          timeouts: { lock: 4_000, lockBudget: 20_000 },
        });
        const held = `select from pg_locks where relation = 'a'::regclass and mode = 'AccessExclusiveLock' and granted`;
        const waits = `select from pg_locks where relation = 'b'::regclass and not granted`;
        const seen = await seenDuring(pause(1_500), `${held} and exists (${waits})`);
        await other.query('rollback');
        ends(await running, 0, null);
        expect(seen).toBe(false);
      }),
    );

    /** Asked again and again until `work` is done. */
    const seenDuring = async (work: Promise<unknown>, text: string): Promise<boolean> => {
      let going = true;
      void work.then(() => {
        going = false;
      });
      for (; going; await pause(5)) if ((await stage.at.query(text)).length > 0) return true;
      return false;
    };
  });

  describe('of parts', () => {
    test(
      'what is about to run alone is noted before it runs',
      on('cut', 1, async () => {
        let noted: string | null = null;
        ends(
          await played(ALONE, async () => {
            noted = await value(`select string_agg(place || ' ' || state, ', ' order by place) from tidemark.step`);
          }),
          0,
          null,
        );
        expect(noted).toBe('0 done, 1 running');
        await cutIsDone();
      }),
    );

    test(
      'another run took it over while this one slept, and is at it: this one does not record it',
      on('cut', 1, async () => {
        const taken = `update tidemark.step set token = 'of another run' where place = 1;
          update pg_index set indisvalid = false where indexrelid = 'alone'::regclass`;
        ends(await played(ENDS_ALONE, () => other.query(taken)), 0, null);
        await cutIsDone();
      }),
    );

    test(
      'another run did all of it while this one waited: no part begins, and nothing of ours is left',
      on('cut', 1, async () => {
        const act = async (): Promise<void> => void (await inProcess(stage.project.folder));
        const proxy = await startProxy(stage.server.port, {
          fault: { at: (sent) => sent.includes('create table tidemark.step'), kind: 'before', act },
        });
        const events: string[] = [];
        const at = proxy.through(stage.at.url);
        stage.project.aim(at);
        const slow = migrate({ cwd: stage.project.folder, env: {}, onProgress: ({ event }) => void events.push(event) });
        const answer = await slow;
        await proxy.close();
        expect(proxy.fired).toContain('create table tidemark.step');
        expect([answer.exit, events]).toEqual([0, []]);
        await cutIsDone();
      }),
    );

    test(
      'the part before is not done any more: stale, and the last part does not run',
      on('cut', 1, async () => {
        const undone = `update tidemark.step set state = 'running' where place = 0`;
        ends(await played(LAST_PART, () => other.query(undone)), 3, 'stale-plan');
        expect([await counted(), await rows()]).toEqual([['first part'], '1']);
      }),
    );

    test.each(['rst', 'lost', 'gone'] as const)(
      'the connection ends (%s) at the last part: the run after it takes up what is left',
      (kind) =>
        on('cut', 1, async () => {
          const { said, fired } = await played(LAST_PART, undefined, { kind });
          expect(fired).not.toBeNull();
          expect([0, 3]).toContain(said.exit);
          await finish();
          await cutIsDone();
        })(),
    );

    test.each(['rst', 'lost'] as const)(
      'the connection ends (%s) behind the build: the catalog shows that it is done, and it is not built again',
      (kind) =>
        on('cut', 1, async () => {
          const { said } = await played(ENDS_ALONE, undefined, { kind });
          expect([0, 3], said.text).toContain(said.exit);
          await finish();
          await cutIsDone();
        })(),
    );

    test(
      'an invalid index is left: dropped, and built again',
      on('cut', 1, async () => {
        const { said } = await played(ALONE, undefined, { kind: 'rst' });
        expect(said.exit, said.text).toBe(3);
        // As a build leaves it that a server gave up.
        await stage.at.query('update a set n = 1');
        await expect(stage.at.query('create unique index concurrently alone on a (n)')).rejects.toThrow(/duplicate|unique/);
        expect(await validIndex()).toBe('alone false');
        await finish();
        await cutIsDone();
      }),
    );

    test(
      'a build that fails leaves nothing behind',
      on('only', 1, async () => {
        await stage.at.query('update a set n = 1');
        ends({ said: await inProcess(stage.project.folder) }, 2, 'migration-failed');
        expect([await validIndex(), await value(`select to_regclass('tidemark.step')`)]).toEqual([null, null]);
        await stage.at.query('update a set n = id');
        await finish();
        expect([await validIndex(), await rows()]).toEqual(['alone true', '2']);
      }),
    );

    test.each([400, null])(
      'a stock runner is about to insert behind the build, for %s ms: waited for, and the build is not lost',
      (milliseconds) =>
        on('only', 1, async () => {
          const take = async (): Promise<void> => {
            await other.query(`begin; lock table ${HISTORY} in row exclusive mode`);
            if (milliseconds !== null) setTimeout(() => void other.query('rollback'), milliseconds);
          };
          const outcome = await played(ENDS_ALONE, take, { timeouts: { lockBudget: 1_000 } });
          ends(outcome, milliseconds === null ? 3 : 0, milliseconds === null ? 'lock-not-free' : null);
          expect(outcome.said.text).not.toMatch(/nothing was changed/i);
          await other.query('rollback');
          await finish();
          expect([await validIndex(), await rows()]).toEqual(['alone true', '2']);
        })(),
    );

    test.each([ENDS_ALONE, ALONE, 'insert into tidemark.step'])(
      'Ctrl-C at %s: the words are true, and the next run finishes',
      (text) =>
        on('cut', 1, async () => {
          const { said } = await played(text, async () => {
            process.emit('SIGINT');
            await pause(200);
          });
          expect(said.text).not.toMatch(/nothing was changed/i);
          expect([0, 3], said.text).toContain(said.exit);
          await finish();
          await cutIsDone();
        })(),
    );

    test(
      'a part that was done was edited since: refused',
      on('cut', 1, async () => {
        await played(LAST_PART, undefined, { kind: 'rst' });
        const [first, cut] = stage.project.history.migrations;
        if (!first || !cut) throw new Error('two were made');
        stage.project.put([first, { ...cut, chunks: CUT.map((text) => text.replace('first part', 'another part')) }]);
        const said = await inProcess(stage.project.folder);
        // Without a statement that stands alone it would run as a whole, the first part once more.
        stage.project.put([first, { ...cut, chunks: CUT.map((text) => text.replace('CONCURRENTLY ', '')) }]);
        const whole = await inProcess(stage.project.folder);
        stage.project.put([first, cut]);
        ends({ said }, 2, 'part-edited');
        ends({ said: whole }, 2, 'part-edited');
        await finish();
        await cutIsDone();
      }),
    );

    test.each([
      ['in parts', (text: string) => text.replace('first part', 'another part'), 'part-edited'],
      ['as a whole', (text: string) => text.replace('CONCURRENTLY ', ''), 'stale-plan'],
    ] as const)(
      'a part that was done was edited since, and is found under the lock, where the edited file goes %s',
      (_, edit, code) =>
        on('cut', 1, async () => {
          const [first, cut] = stage.project.history.migrations;
          if (!first || !cut) throw new Error('two were made');
          await other.query(
            'create schema tidemark; create table tidemark.step (history text, migration text, place integer, print text, state text, token text, "by" text, at timestamptz default now(), before json, primary key (history, migration, place))',
          );
          stage.project.put([first, { ...cut, chunks: CUT.map(edit) }]);
          const kept = await plan('migrate', [], { cwd: stage.project.folder, env: {} });
          stage.project.put([first, cut]);
          await played(LAST_PART, undefined, { kind: 'rst' });
          if (!kept) throw new Error('something was pending');
          await expect(apply(kept, { cwd: stage.project.folder, env: {} })).rejects.toMatchObject({ code, exit: 2 });
          await finish();
          await cutIsDone();
        })(),
    );
  });

  describe('of the outcome', () => {
    test(
      'the reply to COMMIT is lost: it is in, and the run goes on',
      on('plain', 0, async () => {
        ends(await played('CREATE TABLE "a"', undefined, { kind: 'lost' }), 0, null);
        expect([await rows(), await counted()]).toEqual(['2', ['second']]);
      }),
    );

    test(
      'the message does not arrive: it is not in, and that is said',
      on('plain', 0, async () => {
        const outcome = await played('ADD COLUMN "second"', undefined, { kind: 'rst' });
        ends(outcome, 3, 'connection-lost');
        expect(outcome.said.text).toMatch(/is not in/);
        expect(await rows()).toBe('1');
        await finish();
      }),
    );

    test(
      'the server is still at it when the connection has gone: waited for, and then it is in',
      on('plain', 0, async () => {
        // The message waits for this lock, which is held for a second after its client has gone.
        await other.query('begin; select pg_advisory_xact_lock(7)');
        const [first, second] = stage.project.history.migrations;
        if (!first || !second) throw new Error('two were made');
        stage.project.put([{ ...first, chunks: [...first.chunks, 'SELECT pg_advisory_xact_lock(7);'] }, second]);
        try {
          const release = (): unknown => setTimeout(() => void other.query('rollback'), 2_000);
          ends(await played('CREATE TABLE "a"', release, { kind: 'gone', timeouts: { lock: 10_000 } }), 0, null);
          expect([await rows(), await counted()]).toEqual(['2', ['second']]);
        } finally {
          stage.project.put([first, second]);
        }
      }),
    );

    test(
      'Ctrl-C between two migrations: the second does not run',
      on('plain', 0, async () => {
        const interrupt = async (): Promise<void> => {
          process.emit('SIGINT');
          // The request to cancel comes before the message.
          await pause(200);
        };
        ends(await played('CREATE TABLE "a"', interrupt), 3, 'interrupted');
        expect([await rows(), await hasColumn('a', 'second')]).toEqual(['1', false]);
      }),
    );

    test(
      'Ctrl-C in a statement: it is cancelled, and that is said',
      on('plain', 1, async () => {
        await other.query('begin; lock table counted');
        const began = performance.now();
        const interrupt = (): unknown => setTimeout(() => process.emit('SIGINT'), 300);
        ends(await played('ADD COLUMN "second"', interrupt, { kind: 'after', timeouts: { lock: 8_000 } }), 2, 'interrupted');
        expect(performance.now() - began).toBeLessThan(5_000);
        expect([await rows(), await hasColumn('a', 'second')]).toEqual(['1', false]);
      }),
    );

    test(
      'one message a migration: the common deploy takes three round trips after connecting',
      on('plain', 1, async () => {
        const outcome = await played('nothing that is ever sent', undefined);
        ends(outcome, 0, null);
        expect(outcome.turns).toBeLessThanOrEqual(3);
      }),
    );
  });
});
