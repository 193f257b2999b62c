/** Where do Neon's HTTP and WebSocket endpoints listen for a URL, and what of the URL can they not keep? */
import { Problem } from '../base/problem.ts';
import type { Environment } from '../model/target.ts';
import type { PostgresUrl } from './connection.ts';

/**
 * TLS with a verified certificate, unless the URL says `sslmode=disable`, or names this machine without asking for TLS: a proxy
 * on this machine (Neon Local and its like) answers on the URL's own port, without TLS.
 */
export const speaksTls = ({ sslmode, kind }: PostgresUrl): boolean =>
  sslmode !== 'disable' && !(kind === 'local' && (sslmode === 'prefer' || sslmode === 'allow'));

export const isNeon = ({ kind }: PostgresUrl): boolean => kind === 'neon' || kind === 'neon-pooler';

/** As a URL writes it; the default port is left out where TLS is spoken, because 5432 is PostgreSQL's and not the endpoint's. */
export function authorityOf(url: PostgresUrl): string {
  const host = url.host.includes(':') ? `[${url.host}]` : url.host;
  return speaksTls(url) && url.port === 5432 ? host : `${host}:${url.port}`;
}

export const NODE_AUTHORITIES = 'For an authority of your own set NODE_EXTRA_CA_CERTS to the file with its certificate.';

/** What reaches the server over HTTPS or a secure WebSocket is checked by Node alone, and no socket of a file system leads there. */
export function refuseUnkept(environment: Environment, url: PostgresUrl): void {
  const given = (['sslrootcert', 'sslcert', 'sslkey'] as const).find((name) => url[name] !== null && url[name] !== 'system');
  const why = url.host.startsWith('/')
    ? 'The URL names a unix socket.'
    : given
      ? `The URL gives ${given}; certificates are checked by Node's own authorities there.`
      : environment.ca !== undefined && url.sslrootcert === null
        ? "The config gives a certificate authority; certificates are checked by Node's own authorities there."
        : null;
  if (why === null) return;
  throw new Problem(
    'url-unsupported',
    `The driver ${environment.driver} cannot keep this URL (environment ${environment.name})`,
    {
      why,
      fix: given
        ? `Take ${given} out of the URL (${environment.from}). ${NODE_AUTHORITIES}\nOr write driver: 'pg'.`
        : "Write driver: 'pg'.",
    },
  );
}
