/** What `sslmode` means: the one meaning that every driver of ours gives it, libpq's. */

/**
 * - `disable`: never TLS.
 * - `allow`: plain; TLS when the server refuses a plain connection (28000).
 * - `prefer` (default): TLS; plain when the server has no TLS, the handshake fails or the server refuses it (28000).
 * - `require`: TLS, whoever answers. With `sslrootcert` it means `verify-ca`, as in libpq.
 * - `verify-ca`: TLS, and the certificate is signed by `sslrootcert` (without one, or `system`: by a root that Node trusts).
 * - `verify-full`: `verify-ca`, and the certificate names the host.
 *
 * A unix socket never carries TLS. Source: https://www.postgresql.org/docs/current/libpq-ssl.html
 */
export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof SSL_MODES)[number];

export type Attempt = 'plain' | 'tls';

/** The ways to connect, in the order in which they are tried. */
export function attempts(mode: SslMode, host: string): Attempt[] {
  if (host.startsWith('/') || host.startsWith('@')) return ['plain'];
  if (mode === 'disable') return ['plain'];
  if (mode === 'allow') return ['plain', 'tls'];
  if (mode === 'prefer') return ['tls', 'plain'];
  return ['tls'];
}

export type Verification = 'none' | 'authority' | 'authority-and-host';

/** What is checked of the server's certificate. */
export function verification(mode: SslMode, sslrootcert: string | null): Verification {
  if (mode === 'verify-full') return 'authority-and-host';
  if (mode === 'verify-ca') return 'authority';
  return mode === 'require' && sslrootcert !== null ? 'authority' : 'none';
}
