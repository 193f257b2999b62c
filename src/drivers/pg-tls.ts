/** Which TLS options of Node say what a URL's sslmode, sslrootcert, sslcert and sslkey mean. */
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { Problem } from '../base/problem.ts';
import type { PostgresUrl } from './connection.ts';
import { verification } from './sslmode.ts';

/** `ca`: PEM text of the authorities that a config gave beside the URL; a sslrootcert in the URL goes before it. */
export function tlsOptions(url: PostgresUrl, ca?: string): ConnectionOptions {
  const what = verification(url.sslmode, url.sslrootcert);
  const out: ConnectionOptions = { rejectUnauthorized: what !== 'none' };
  if (what !== 'none' && url.sslrootcert !== null && url.sslrootcert !== 'system') out.ca = file('sslrootcert', url.sslrootcert);
  else if (what !== 'none' && url.sslrootcert === null && ca !== undefined) out.ca = ca;
  if (what === 'authority') out.checkServerIdentity = () => undefined;
  if (url.sslcert !== null) out.cert = file('sslcert', url.sslcert);
  if (url.sslkey !== null) out.key = file('sslkey', url.sslkey);
  return out;
}

function file(parameter: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Problem('certificate-unreadable', `The file that ${parameter} names cannot be read: ${path}`, {
      why,
      fix: `Correct ${parameter} in the URL; the path is relative to the folder where the command runs.`,
    });
  }
}
