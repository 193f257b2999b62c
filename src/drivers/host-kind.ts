/** Which hosting does a host name belong to, and does a pooler answer there? Read from the name alone; names are assumed to be truthful. */

/** `…-pooler`, `…-proxy`: transactions of one session may reach different backends. */
export type HostKind = 'local' | 'neon' | 'neon-pooler' | 'supabase' | 'supabase-pooler' | 'rds' | 'rds-proxy' | 'unknown';

/** `host` as in PostgresUrl: a name, an address without brackets, or a socket's folder. */
export function hostKind(host: string): HostKind {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name.startsWith('/') || name.startsWith('@')) return 'local';
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)) return 'local';
  const labels = name.split('.');
  const within = (domain: string): boolean => name.endsWith(`.${domain}`);
  if (within('neon.tech') || within('neon.build')) return labels[0]?.endsWith('-pooler') ? 'neon-pooler' : 'neon';
  if (within('pooler.supabase.com')) return 'supabase-pooler';
  if (within('supabase.co') || within('supabase.com')) return 'supabase';
  if (within('rds.amazonaws.com') || within('rds.amazonaws.com.cn')) {
    return labels.slice(1).some((label) => label.startsWith('proxy-')) ? 'rds-proxy' : 'rds';
  }
  return 'unknown';
}
