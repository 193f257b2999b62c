/** A live database as pg-delta reads it. */
import type { Session } from '../../drivers/session.ts';
import type { Environment, Read } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import type { Looking } from '../looking.ts';
import { unshadowed } from '../shadow/on-shadow.ts';
import { type Facts, readFacts } from './differ.ts';

/** Before there is a shadow: what lies in the database decides which one will do. */
export async function factsIn(looking: Looking, environment: Environment): Promise<Read<Facts>> {
  try {
    return got(await overSession(await looking.open(environment)));
  } catch (error) {
    return unshadowed(error);
  }
}

const overSession = (session: Session): Promise<Facts> =>
  readFacts({ send: (text) => session.send(text), keeps: session.can.session });
