/** The number in front of a migration's name, as drizzle-kit writes it with the prefix `index`. */

/** `0007` of `0007_users`; null for dates and names without one. */
export function prefixOf(name: string): string | null {
  const at = name.indexOf('_');
  const prefix = at === -1 ? name : name.slice(0, at);
  return /^\d{4,9}$/.test(prefix) ? prefix : null;
}
