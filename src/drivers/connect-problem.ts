/** Why could a server not be reached or entered, and what does one type about it? Decided by errno and SQLSTATE, never by a message. */

import { Problem } from '../base/problem.ts';
import { mask, reveal } from '../base/secret.ts';
import type { Environment } from '../model/target.ts';
import type { Fields } from './answer.ts';
import { addressOf, type PostgresUrl, secretsOf } from './connection.ts';
import type { Attempt } from './sslmode.ts';

/** How one attempt to connect failed. */
export interface Failure {
  attempt: Attempt;
  error: Error & { code?: unknown };
  /** The server's ErrorResponse, when it sent one. */
  refusal: Fields | null;
  timedOut: boolean;
  /** The server's answer to "TLS?": `S`, `N`, or whatever came; null when none came or nothing was asked. */
  tlsAnswer: string | null;
  /** The TLS handshake had ended well. */
  encrypted: boolean;
  /** The server asked for a password and there is none. */
  passwordMissing: boolean;
  /** Only asked when a plain connection was refused (28000): does the server offer TLS? */
  offersTls: boolean;
}

export function connectProblem(environment: Environment, url: PostgresUrl, role: string, failure: Failure): Problem {
  const secrets = secretsOf(reveal(environment.url));
  const clean = (text: string): string => short(mask(text, secrets));
  // Parts that are printed as a target anyway stay readable when the password is the same word.
  const place = short(addressOf(url));
  const database = short(url.database ?? role);
  const name = short(role);
  const { error, refusal } = failure;
  const from = `the URL (${environment.from})`;
  const says = refusal
    ? `The server says: ${clean(refusal.message ?? '')} (${refusal.code ?? 'no SQLSTATE'})`
    : clean(error.message);
  const make = (code: string, message: string, why: string, fix: string): Problem =>
    new Problem(code, `${message} (environment ${environment.name})`, { why, fix });

  if (failure.passwordMissing) {
    const why = `The server asks for a password, and ${from} has none. PGPASSWORD and ~/.pgpass are not read.`;
    return make('password-refused', `No password for role ${name} at ${place}`, why, `Add the password to ${from}.`);
  }
  if (refusal) return refused();
  if (failure.timedOut) {
    const why = `Nothing answered within ${(url.connectTimeout ?? environment.connectTimeout) / 1000} s: a firewall, a VPN that is off, a paused database, or another host.`;
    return make(
      'connect-timeout',
      `${place} did not answer in time`,
      why,
      `Check that the host in ${from} is right and reachable from here.\nA paused database needs longer: add connect_timeout=30 to the URL.`,
    );
  }
  if (failure.tlsAnswer === 'N') {
    return make(
      'tls-refused',
      `${place} does not offer TLS`,
      `sslmode=${url.sslmode} in ${from} asks for it.`,
      `Switch TLS on at the server, or, on a network that you trust, write sslmode=disable in ${from}.`,
    );
  }
  if (failure.tlsAnswer === 'S' && !failure.encrypted) return handshake();
  if (failure.tlsAnswer !== null && failure.tlsAnswer !== 'S' && failure.tlsAnswer !== 'E') {
    return make(
      'not-postgresql',
      `What answers at ${place} is not PostgreSQL`,
      'It answered the greeting with something else.',
      `Correct host and port in ${from}.`,
    );
  }
  return unreachable();

  function refused(): Problem {
    const state = refusal?.code ?? '';
    if (state === '28000' && failure.attempt === 'plain' && failure.offersTls && refusal?.routine === 'ClientAuthentication') {
      return make('tls-required', `${place} refuses connections without TLS`, says, `Write sslmode=require in ${from}.`);
    }
    if (state === '28P01' || state === '28000') {
      return make(
        'password-refused',
        `${place} does not let role ${name} in`,
        says,
        `Correct user and password in ${from}. In a URL % is written %25, @ %40, : %3A, / %2F, ? %3F, # %23.`,
      );
    }
    if (state === '3D000') {
      return make(
        'database-absent',
        `There is no database ${database} at ${place}`,
        says,
        `Create it: createdb ${url.host.startsWith('/') ? '' : `-h ${url.host} `}-p ${url.port} -U ${name} ${database}\nor correct the name in ${from}.`,
      );
    }
    if (state === '57P03')
      return make(
        'server-starting',
        `${place} is not ready yet`,
        says,
        'Wait until it has started, then run the same command again.',
      );
    if (state === '53300') {
      return make(
        'too-many-connections',
        `${place} has no connection left`,
        says,
        'Close other clients (or raise max_connections), then run the same command again.',
      );
    }
    if (state === '42501') {
      return make(
        'connect-forbidden',
        `Role ${name} may not connect to database ${database}`,
        says,
        `As an administrator: grant connect on database "${database}" to "${name}";`,
      );
    }
    return make(
      'connection-failed',
      `${place} refused the connection`,
      says,
      `Correct ${from}, or ask whoever runs the server about ${state || 'it'}.`,
    );
  }

  function handshake(): Problem {
    const code = String(error.code ?? '');
    if (CERTIFICATE.has(code)) {
      const why = `${clean(error.message)} (${code}); sslmode=${url.sslmode} asks for a certificate that can be verified.`;
      const fix =
        code === 'ERR_TLS_CERT_ALTNAME_INVALID'
          ? `Connect by a name that the certificate holds, or write sslmode=verify-ca in ${from}.`
          : `Add sslrootcert=<file with the authority's certificate> to ${from}.`;
      return make('certificate-refused', `The certificate of ${place} cannot be trusted`, why, fix);
    }
    return make(
      'tls-refused',
      `TLS with ${place} failed`,
      `The handshake ended with: ${clean(error.message)}${code ? ` (${code})` : ''}`,
      `Check the server's TLS settings, and sslcert and sslkey in ${from} when it asks for a client certificate.`,
    );
  }

  function unreachable(): Problem {
    const code = String(error.code ?? '');
    const at = `${clean(error.message || code)}`;
    if ((error as { syscall?: unknown }).syscall === 'getaddrinfo') {
      const why =
        code === 'EAI_AGAIN' ? `The name could not be looked up just now (${code}).` : `No such name is known (${code}).`;
      return make(
        'host-not-found',
        `The host ${short(url.host)} was not found`,
        why,
        `Correct the host in ${from}, or check DNS and the network.`,
      );
    }
    if (code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'EACCES') {
      const why = code === 'ECONNREFUSED' ? `Nothing listens there (${code}).` : `The socket cannot be opened (${code}).`;
      return make(
        'connection-refused',
        `${place} refuses connections`,
        why,
        `Start PostgreSQL there, or correct host and port in ${from}.`,
      );
    }
    if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL') {
      return make(
        'host-unreachable',
        `There is no way to ${place}`,
        `${at} (${code})`,
        `Check the network or the VPN, and the host in ${from}.`,
      );
    }
    if (code === 'ETIMEDOUT')
      return make(
        'connect-timeout',
        `${place} did not answer in time`,
        at,
        `Check that the host in ${from} is right and reachable from here.`,
      );
    return make(
      'connection-failed',
      `The connection to ${place} ended before it was open`,
      at,
      `Run the same command again; if it stays, check that PostgreSQL answers at ${place}.`,
    );
  }
}

const short = (text: string): string => (text.length > 500 ? `${text.slice(0, 500)}…` : text);

/** What Node's TLS calls a certificate that does not verify: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE = new Set([
  ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_CRL', 'UNABLE_TO_DECRYPT_CERT_SIGNATURE', 'UNABLE_TO_DECRYPT_CRL_SIGNATURE'],
  ...[
    'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
    'CERT_SIGNATURE_FAILURE',
    'CRL_SIGNATURE_FAILURE',
    'CERT_NOT_YET_VALID',
    'CERT_HAS_EXPIRED',
  ],
  ...['CRL_NOT_YET_VALID', 'CRL_HAS_EXPIRED', 'ERROR_IN_CERT_NOT_BEFORE_FIELD', 'ERROR_IN_CERT_NOT_AFTER_FIELD', 'OUT_OF_MEM'],
  ...[
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
  ...[
    'CERT_CHAIN_TOO_LONG',
    'CERT_REVOKED',
    'INVALID_CA',
    'PATH_LENGTH_EXCEEDED',
    'INVALID_PURPOSE',
    'CERT_UNTRUSTED',
    'CERT_REJECTED',
  ],
  ...['HOSTNAME_MISMATCH', 'ERR_TLS_CERT_ALTNAME_INVALID'],
]);
