/** The place that a client's own settings name, in the form that everything else knows. */
import { secretsOf } from '../drivers/connection.ts';
import { addressOf } from '../read/database/address.ts';
import type { Place } from './opener.ts';

export interface Settings {
  host: string;
  port: number;
  user: string;
  database: string;
  /** Empty when there is none, or when it is only known while connecting. */
  password: string;
}

export function placeOf(driver: string, { host, port, user, database, password }: Settings): Place {
  const credentials = `${encodeURIComponent(user)}${password === '' ? '' : `:${encodeURIComponent(password)}`}`;
  const socket = host.startsWith('/');
  const authority = socket ? '' : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const query = socket ? `?host=${encodeURIComponent(host)}&port=${port}` : '';
  const url = `postgres://${credentials}@${authority}/${encodeURIComponent(database)}${query}`;
  const address = addressOf(url);
  return {
    driver,
    host: address.ok ? address.value.host : host,
    database,
    role: user,
    url,
    secrets: password === '' ? [] : secretsOf(url),
  };
}

/** A URL as it was handed over. */
export function placeOfUrl(driver: string, url: string): Place {
  const address = addressOf(url);
  const { host, database, role } = address.ok ? address.value : { host: '', database: '', role: '' };
  return { driver, host, database, role, url, secrets: secretsOf(url) };
}
