/** Is a host this machine itself? */

/** `host[:port]` or a socket's folder, as targets are printed. */
export function isThisMachine(host: string): boolean {
  if (host.startsWith('/')) return true;
  const colon = host.lastIndexOf(':');
  const name = colon === -1 ? host : host.slice(0, colon);
  return name === 'localhost' || name.startsWith('127.') || host === '::1';
}
