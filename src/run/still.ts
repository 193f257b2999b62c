/** For whoever watches: is every database as it was when it was read last? One query each, and nothing else is read. */
import { isDeepStrictEqual } from 'node:util';
import { Problem } from '../base/problem.ts';
import { ConnectionLost, DatabaseError, type Session } from '../drivers/session.ts';
import type { Environment, Print, Read } from '../model/index.ts';
import type { Looked } from '../read/evidence.ts';
import { asking, type HistoryAsked, type PrintAsked, readPrint } from '../read/states/prints.ts';
import { joinPrint } from '../sql/history.ts';
import type { Run } from './look-around.ts';

/** Kept from round to round. */
export interface Watched {
  /** By environment; null: nothing was read yet, or one could not be. */
  places: Map<string, Place> | null;
  /** The last round found nothing moved, and read nothing more. */
  still: boolean;
}

interface Place {
  asked: PrintAsked;
  print: Print;
  /** Absent where the answer does not tell of histories. */
  history?: HistoryAsked & { print: string | null };
}

/** Remembers what a whole round read. */
export function keep(watched: Watched, { command, input, chosen }: Run, { readings, databases }: Looked): void {
  const wanted = command.prints?.(input);
  const prints: Read<ReadonlyMap<string, Read<Print>>> | undefined = readings.prints;
  watched.places = null;
  if (!wanted || !prints?.ok) return;
  const all = asking(databases, chosen.look, wanted);
  const places = new Map<string, Place>();
  for (const { name, table: configured } of chosen.look) {
    const [asked, print, database] = [all.get(name), prints.value.get(name), databases.get(name)];
    // What could not be read is tried again, and whether it can be read is what the answer says.
    if (!asked || !print?.ok || !database?.ok) return;
    const { table } = database.value.history;
    const history = { table: configured, there: table !== null, print: table?.print ?? null };
    places.set(name, { asked, print: print.value, ...(wanted.between ? {} : { history }) });
  }
  watched.places = places;
}

/** False also where that cannot be had: the whole look says why. */
export async function isStill({ places }: Watched, { chosen, open }: Run): Promise<boolean> {
  if (places === null || chosen.look.length !== places.size) return false;
  const each = await Promise.all(
    chosen.look.map((environment) => stillOne(places.get(environment.name), environment, () => open.look(environment))),
  );
  return each.every(Boolean);
}

async function stillOne(place: Place | undefined, { target }: Environment, open: () => Promise<Session>): Promise<boolean> {
  if (!place || !isDeepStrictEqual(place.asked.environment.target, target)) return false;
  try {
    return await asBefore(place, await open());
  } catch (error) {
    if (error instanceof Problem || error instanceof DatabaseError || error instanceof ConnectionLost) return false;
    throw error;
  }
}

async function asBefore({ asked, print, history }: Place, session: Session): Promise<boolean> {
  const now = await readPrint(session, asked, history);
  if (!isDeepStrictEqual(now.print, print)) return false;
  if (!history) return true;
  // The kept one also says where the sequence stands; that no row tells of.
  return now.history === null ? history.print === null : (history.print?.startsWith(joinPrint(now.history, null)) ?? false);
}
