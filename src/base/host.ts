/** Whose host is it, and does a pooler answer there? Read from the name and the port alone; names are assumed to be truthful. */

/** `…-pooler`, `…-proxy`: transactions of one session may reach different backends. */
export type HostKind = 'local' | 'neon' | 'neon-pooler' | 'supabase' | 'supabase-pooler' | 'rds' | 'rds-proxy' | 'unknown';

const USUAL_PORT = 5432;
/** Supabase pools transactions there, on its databases' own hosts too; at 5432 its pooler keeps sessions whole. */
const SUPABASE_TRANSACTIONS = 6543;

/** `host`: a name, an address without brackets, or a socket's folder. */
export function hostKind(host: string, port: number): HostKind {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name.startsWith('/') || name.startsWith('@')) return 'local';
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)) return 'local';
  const labels = name.split('.');
  const within = (domain: string): boolean => name.endsWith(`.${domain}`);
  if (within('neon.tech') || within('neon.build')) return labels[0]?.endsWith('-pooler') ? 'neon-pooler' : 'neon';
  if (within('pooler.supabase.com')) return port === USUAL_PORT ? 'supabase' : 'supabase-pooler';
  if (within('supabase.co') || within('supabase.com')) return port === SUPABASE_TRANSACTIONS ? 'supabase-pooler' : 'supabase';
  if (within('rds.amazonaws.com') || within('rds.amazonaws.com.cn')) {
    return labels.slice(1).some((label) => label.startsWith('proxy-')) ? 'rds-proxy' : 'rds';
  }
  return 'unknown';
}

export const isPooled = (kind: HostKind): boolean => kind.endsWith('-pooler') || kind.endsWith('-proxy');

export interface HostAndPort {
  host: string;
  port: number;
}

/** As a target is printed: a host or a socket's folder, and `:port` where it is not the usual one. */
export function readPrinted(printed: string): HostAndPort {
  const socket = printed.startsWith('/');
  const colon = socket ? printed.lastIndexOf(':') : printed.indexOf(':');
  const port = Number(printed.slice(colon + 1));
  // More than one colon: an address, as it stands.
  const alone = colon === -1 || printed.includes(':', colon + 1) || !Number.isInteger(port);
  return alone ? { host: printed, port: USUAL_PORT } : { host: printed.slice(0, colon), port };
}

/** `host:port/database/role`: equal keys are the same database and role. */
export const databaseKey = ({ host, port }: HostAndPort, database: string, role: string): string =>
  `${host.startsWith('/') ? host : host.toLowerCase()}:${port}/${database}/${role}`;
