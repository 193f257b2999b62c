/** Tries the ways to connect that a URL's sslmode allows, in its order, and makes one Problem of what failed. */
import { userInfo } from 'node:os';
import { reveal } from '../base/secret.ts';
import type { Environment } from '../model/target.ts';
import { connectProblem, type Failure } from './connect-problem.ts';
import { type PostgresUrl, readUrl } from './connection.ts';
import { offersTls, type Place } from './pg-wire.ts';
import { type Attempt, attempts } from './sslmode.ts';

export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** What one attempt needs to know. */
export interface Wanted {
  url: PostgresUrl;
  role: string;
  attempt: Attempt;
  /** Of an attempt with TLS: where the server has none, plain will do, on the same connection. */
  plainToo?: boolean;
  /** PEM text of the authorities that the config gave beside the URL. */
  ca: string | undefined;
  /** Milliseconds for the whole of it. */
  timeout: number;
}

export async function reach<T>(environment: Environment, connect: (wanted: Wanted) => Promise<Outcome<T>>): Promise<T> {
  const url = readUrl(reveal(environment.url));
  const role = url.user ?? userInfo().username;
  const ways = attempts(url.sslmode, url.host);
  const timeout = url.connectTimeout ?? environment.connectTimeout;
  let failure: Failure | undefined;
  for (const [i, attempt] of ways.entries()) {
    const plainToo = attempt === 'tls' && ways[i + 1] === 'plain';
    const outcome = await connect({ url, role, attempt, plainToo, timeout, ca: environment.ca });
    if (outcome.ok) return outcome.value;
    // It has gone the other way already.
    if (outcome.failure.attempt !== attempt) {
      failure = outcome.failure;
      break;
    }
    // What both ways said matters only when they said it about the way: otherwise the first answer is the true one.
    failure ??= outcome.failure;
    if (!otherWayMayHelp(outcome.failure)) {
      failure = outcome.failure;
      break;
    }
    if (attempt === ways.at(-1) && outcome.failure.refusal) failure = outcome.failure;
  }
  if (failure === undefined) throw new Error('no way to connect was tried');
  if (url.sslmode === 'disable' && failure.refusal?.code === '28000') {
    failure.offersTls = await offersTls(placeOf(url), timeout);
  }
  throw connectProblem(environment, url, role, failure);
}

/** No TLS there, a handshake that failed, or a refusal that a `hostssl` line may have caused. */
function otherWayMayHelp(failure: Failure): boolean {
  if (failure.timedOut) return false;
  if (failure.refusal) return failure.refusal.code === '28000';
  return failure.tlsAnswer !== null && !failure.encrypted;
}

export const placeOf = ({ host, port }: PostgresUrl): Place =>
  host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };

/** Where a cancel request goes. A name may lead to several servers; it belongs to the one that we are connected to. */
export const placeOfCancel = (url: PostgresUrl, address: string | undefined): Place =>
  url.host.startsWith('/') || address === undefined ? placeOf(url) : { host: address, port: url.port };
