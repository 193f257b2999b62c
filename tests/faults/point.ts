/** One disturbed run and the run after it, on a database that was empty before, held against the undisturbed one. */
import { createDatabase, dropDatabase, type Server } from '../servers.ts';
import type { History } from './histories.ts';
import { type Expected, expectedOf, judge, judgeEnd, look, quiet, RESET } from './oracle.ts';
import { makeProject, type Project, TIMEOUTS } from './project.ts';
import { type Fault, startProxy, type Wire } from './proxy.ts';
import { inProcess, type Said } from './runner.ts';
import { type Link, link, pause } from './sql.ts';

export interface Place {
  server: Server;
  project: Project;
  expected: Expected;
  at: Link;
  /** One more of the same, for a point at the same time. */
  another(): Promise<Place>;
  remove(): Promise<void>;
}

export const makePlace = async (history: History, server: Server, onlyEnd = false): Promise<Place> =>
  placeFor(history, server, await expectedOf(history, server, onlyEnd));

async function placeFor(history: History, server: Server, expected: Expected): Promise<Place> {
  const url = await createDatabase(server);
  const project = makeProject(history);
  const at = link(url);
  return {
    server,
    project,
    expected,
    at,
    another: () => placeFor(history, server, expected),
    async remove() {
      await at.end();
      project.remove();
      await dropDatabase(server, url);
    },
  };
}

export interface Point {
  fault: Omit<Fault, 'at'>;
  /** The disturbed run. */
  run: (folder: string, proxy: Wire) => Promise<Said>;
  /** Done when it has ended: the server is started again. */
  after?: () => Promise<void>;
  /** The run loses its connection, so that it may not know. */
  lost: boolean;
  /** Milliseconds until a run has to have said something. */
  patience?: number;
  /** Of the disturbed run, in place of the usual ones. */
  timeouts?: Record<string, number>;
  /** Which driver goes the disturbed way; default: `pg`. */
  driver?: string;
  /** Of a pooler in front of the server; its own connections stay. */
  pooler?: number;
}

export interface Outcome {
  /** The message at which it was hit; null: it came to its end before. */
  fired: string | null;
  said: Said | null;
  wrong: string[];
}

export async function playPoint({ project, expected, at, server }: Place, n: Fault['at'], point: Point): Promise<Outcome> {
  await at.query(RESET);
  // A run may end before what was done to it has ended.
  let acting: Promise<void> | undefined;
  const act: Fault['act'] = (pid, text) => {
    acting = Promise.resolve(point.fault.act?.(pid, text));
    return acting;
  };
  const proxy = await startProxy(point.pooler ?? server.port, { fault: { ...point.fault, act, at: n } });
  project.aim(proxy.through(at.url), aimedBy(point));
  const running = point.run(project.folder, proxy);
  const patience = point.patience ?? 60_000;
  let said = await Promise.race([running, pause(patience).then(() => null)]);
  const wrong: string[] = [];
  if (said === null) {
    wrong.push(`silent for ${patience} ms`);
    proxy.cut();
    said = await running;
  }
  await proxy.close();
  await acting;
  await point.after?.();
  await quiet(at, { pooled: point.pooler !== undefined });
  const seen = await look(at);
  wrong.push(...judge(said, seen, expected, { lost: point.lost }));

  project.aim(at.url);
  const again = await inProcess(project.folder);
  const end = await look(at);
  if (again.exit !== 0) wrong.push(`the run after it: [${again.exit}] ${again.text}`);
  wrong.push(...judge(again, end, expected, { before: seen.rows.length, lost: false }), ...judgeEnd(at, end, expected));
  return {
    fired: proxy.fired,
    said,
    wrong: wrong.map((what) => `${typeof n === 'number' ? `message ${n}, ` : ''}${shortly(proxy.fired)}: ${what}`),
  };
}

export const aimedBy = ({ timeouts, driver }: Pick<Point, 'timeouts' | 'driver'>): Record<string, unknown> => ({
  timeouts: { ...TIMEOUTS, ...timeouts },
  ...(driver === undefined ? {} : { driver }),
});

/** What stands out of a message: our own begins are all alike, so its end is shown. */
function shortly(text: string | null): string {
  if (text === null) return 'not hit';
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 30)} … ${line.slice(-55)}` : line;
}
