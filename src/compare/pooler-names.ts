/** Does a printed host belong to one of the poolers that hosting services run? */

/** `host[:port]`. Session pooling (Supabase's port 5432 on the pooler's host) keeps sessions whole. */
export function isPooler(host: string): boolean {
  if (host.startsWith('/')) return false;
  const colon = host.lastIndexOf(':');
  const name = (colon === -1 ? host : host.slice(0, colon)).toLowerCase();
  const port = colon === -1 ? '5432' : host.slice(colon + 1);
  if (name.endsWith('.pooler.supabase.com')) return port !== '5432';
  if (name.endsWith('.supabase.co')) return port === '6543';
  if (name.endsWith('.neon.tech') || name.endsWith('.neon.build')) return name.split('.')[0]?.endsWith('-pooler') === true;
  return name.endsWith('.rds.amazonaws.com') && name.split('.').some((label) => label.startsWith('proxy-'));
}
