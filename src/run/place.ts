/** The place a plan is applied at, as it was read, and the receipt that will say so. */
import type { Environment, Plan, Receipt } from '../model/index.ts';
import { short } from '../plans/seal.ts';
import type { Place } from '../plans/transaction.ts';
import type { DatabaseReading } from '../read/database/database.ts';
import type { Looked } from '../read/evidence.ts';
import type { Input } from './input.ts';

export function placeOf(environment: Environment, { history, server }: DatabaseReading): Place {
  return {
    environment,
    table: history.table,
    tables: [...(history.table ? [history.table] : []), ...history.others],
    schemaExists: server.schemas.includes(environment.table.schema),
    own: {
      environment: server.relations.has('tidemark.environment'),
      receipt: server.relations.has('tidemark.receipt'),
      step: server.relations.has('tidemark.step'),
      ran: server.relations.get('tidemark.receipt')?.columns.includes('ran') === true,
    },
  };
}

/** The id is the plan's first six digits, so that transcripts are stable; `-2` when the same plan was applied before. */
export function receiptFor(plan: Plan, looked: Looked, input: Input): Receipt {
  const taken = new Set((looked.readings.receipts?.ok ? looked.readings.receipts.value : []).map((k) => k.receipt.id));
  for (const reading of looked.databases.values()) if (reading.ok) for (const r of reading.value.receipts) taken.add(r.id);
  let id = short(plan.hash);
  for (let n = 2; taken.has(id); n += 1) id = `${short(plan.hash)}-${n}`;
  return {
    format: 1,
    id,
    plan,
    ...(plan.environment ? { environment: plan.environment } : {}),
    at: new Date(input.now()).toISOString(),
    by: input.by,
    prints: {},
  };
}
