/** What one transaction is sent with. */
import type { Session } from '../drivers/session.ts';
import type { Plan, Receipt } from '../model/index.ts';
import type { Piece, Place, Unit } from '../plans/transaction.ts';
import type { Listener } from './progress.ts';

export interface Database {
  session: Session;
  reopen: () => Promise<Session>;
  place: Place;
  /** Ctrl-C was pressed. */
  interrupt: { asked: boolean };
}

export interface Sending {
  plan: Plan;
  unit: Unit;
  pieces: Piece[];
  text: string;
  /** Units of this plan committed before. */
  done: number;
  database: Database;
  receipt: Receipt;
  tell: Listener;
}
