/** Which variable, in which file, did a connection come from? */
import { type Evaluation, type Seen, unsetNames } from './config-loader.ts';
import type { Surrounding } from './env-files.ts';

export interface Origin {
  /** `DATABASE_URL in .env`. */
  words: string;
  /** The variables that hold it, wholly or in part. */
  variables: { name: string; from: string }[];
}

/** `values`: the URL alone, or host, user, password and database. */
export function originOf(values: string[], { seen, file }: Evaluation, surrounding: Surrounding, key: string): Origin {
  const whole = holding(values, seen);
  const [url] = values;
  if (whole.length > 0) return named(values.length === 1 ? whole.slice(0, 1) : whole, surrounding, '');
  const parts = seen.filter(({ value }) => value && value.length >= 3 && url?.includes(value));
  if (parts.length > 0) return named(parts.map(found), surrounding, `, put together in ${file}`);
  // A copy of the whole environment is no read of one variable.
  const unseen = Object.entries(surrounding.values).find(([, value]) => value === url);
  if (unseen) return named([{ name: unseen[0], from: surrounding.origins.get(unseen[0]) ?? 'the environment' }], surrounding, '');
  return { words: `${key} in ${file}${values.length > 0 ? ' (written in the file)' : ''}`, variables: [] };
}

const found = ({ name, from }: Seen) => ({ name, from: from ?? 'the environment' });
const holding = (values: string[], seen: Seen[]) => seen.filter(({ value }) => value && values.includes(value)).map(found);

function named(variables: Origin['variables'], { shadowed }: Surrounding, after: string): Origin {
  const places = [...new Set(variables.map(({ from }) => from))];
  const words = places.map(
    (place) =>
      `${variables
        .filter(({ from }) => from === place)
        .map(({ name }) => name)
        .join(', ')} in ${place}`,
  );
  const other = variables.find(({ name }) => shadowed.has(name));
  const note = other ? ` (${shadowed.get(other.name)} has another value, which is not used)` : '';
  return { words: `${words.join(' and ')}${after}${note}`, variables };
}

/** Why there is no connection, naming the variable that should have held it; null when none was asked for in vain. */
export function whyUnset(seen: Seen[], { files, missing }: Surrounding): string | null {
  const names = unsetNames(seen);
  if (names.length === 0) return null;
  const places = `neither in the environment nor in ${files.join(', ')}`;
  const lost = missing.map(({ why }) => `; ${why}`).join('');
  return `${names.length === 1 ? `${names[0]} is not set` : `none of ${names.join(', ')} is set`}, ${places}${lost}`;
}
