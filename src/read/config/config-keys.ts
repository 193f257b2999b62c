/** Which keys may a config hold, of which type, and which did the writer mean by a misspelt one? */
import { nearest } from '../../base/nearest.ts';

type Kind = 'text' | 'texts' | 'switch' | 'milliseconds' | 'number' | 'anything' | 'text or switch';
export type Shape = { [key: string]: Kind | Shape | Each };
/** An object with free keys. */
class Each {
  readonly of: Kind | Shape;
  constructor(of: Kind | Shape) {
    this.of = of;
  }
}

export interface Stray {
  /** The object that holds it: `migrations`, or empty at the top. */
  path: string;
  key: string;
  nearest?: string;
}

export interface Misfit {
  path: string;
  wanted: string;
  got: string;
}

/** Both lines of drizzle-kit together. */
export const DRIZZLE: Shape = {
  dialect: 'text',
  schema: 'texts',
  out: 'text',
  driver: 'text',
  dbCredentials: 'anything',
  migrations: { table: 'text', schema: 'text', prefix: 'text' },
  breakpoints: 'switch',
  schemaFilter: 'texts',
  tablesFilter: 'texts',
  extensionsFilters: 'anything',
  casing: 'anything',
  verbose: 'anything',
  strict: 'anything',
  introspect: 'anything',
  entities: 'anything',
  sql: 'anything',
  client: 'anything',
};

export const CREDENTIALS = ['url', 'host', 'port', 'user', 'password', 'database', 'ssl', 'secretArn', 'resourceArn'];

export const TIDEMARK: Shape = {
  environments: new Each({
    url: 'text',
    driver: 'text',
    protected: 'switch',
    ssl: 'text or switch',
    timeouts: { connect: 'milliseconds', lock: 'milliseconds', lockBudget: 'milliseconds', statement: 'milliseconds' },
    envFile: 'text',
    before: 'text',
    after: 'text',
    env: new Each('text'),
    migrationsTable: { schema: 'text', table: 'text' },
  }),
  defaultEnvironment: 'text',
  thresholds: new Each('number'),
  shadow: { url: 'text', roles: 'texts', extensions: 'texts', sql: 'text' },
};

/** Where a key of tidemark.config stands that was written elsewhere: `environments.<name>.timeouts`. */
export function placeOfKey(key: string, shape: Kind | Shape | Each = TIDEMARK, path: readonly string[] = []): string | undefined {
  if (typeof shape === 'string') return undefined;
  if (shape instanceof Each) return placeOfKey(key, shape.of, [...path, '<name>']);
  if (Object.hasOwn(shape, key) && path.length > 0) return path.join('.');
  for (const [name, inner] of Object.entries(shape)) {
    const found = placeOfKey(key, inner, [...path, name]);
    if (found) return found;
  }
  return undefined;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const KINDS: Record<Kind, { wanted: string; fits: (value: unknown) => boolean }> = {
  text: { wanted: 'a text', fits: isText },
  texts: { wanted: 'a text or a list of texts', fits: (v) => isText(v) || (Array.isArray(v) && v.every(isText)) },
  switch: { wanted: 'true or false', fits: (v) => typeof v === 'boolean' },
  milliseconds: { wanted: 'a number of milliseconds', fits: (v) => typeof v === 'number' && Number.isFinite(v) && v >= 0 },
  number: { wanted: 'a number', fits: (v) => typeof v === 'number' && Number.isFinite(v) },
  'text or switch': { wanted: 'a text, true or false', fits: (v) => isText(v) || typeof v === 'boolean' },
  anything: { wanted: 'anything', fits: () => true },
};

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  const names: Record<string, string> = { string: 'a text', number: 'a number', boolean: 'true or false', undefined: 'nothing' };
  return names[typeof value] ?? 'an object';
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Every key that nobody reads and every value of a wrong type, the whole config at once. */
export function checkShape(value: unknown, shape: Kind | Shape | Each, path = ''): { strays: Stray[]; misfits: Misfit[] } {
  if (value === undefined) return { strays: [], misfits: [] };
  if (typeof shape === 'string') {
    const { wanted, fits } = KINDS[shape];
    return { strays: [], misfits: fits(value) ? [] : [{ path, wanted, got: kindOf(value) }] };
  }
  if (!isObject(value)) return { strays: [], misfits: [{ path, wanted: 'an object', got: kindOf(value) }] };
  const strays: Stray[] = [];
  const misfits: Misfit[] = [];
  for (const [key, held] of Object.entries(value)) {
    const inner = shape instanceof Each ? shape.of : Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (inner === undefined) {
      const meant = nearest(key, Object.keys(shape));
      strays.push({ path, key, ...(meant && { nearest: meant }) });
      continue;
    }
    const below = checkShape(held, inner, path ? `${path}.${key}` : key);
    strays.push(...below.strays);
    misfits.push(...below.misfits);
  }
  return { strays, misfits };
}

/** The line in which a key is written, when the text says so plainly. */
export function lineOfKey(text: string, key: string, within: string): number | undefined {
  const start = within ? Math.max(0, text.indexOf(within)) : 0;
  for (let at = text.indexOf(key, start); at !== -1; at = text.indexOf(key, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text.slice(at + key.length).trimStart();
    const quoted = (before === '"' || before === "'") && after.startsWith(before);
    const free = ' \t\n\r{,'.includes(before);
    const next = quoted ? after.slice(1).trimStart() : after;
    if ((quoted || free) && (next.startsWith(':') || next.startsWith(',') || next.startsWith('}')))
      return text.slice(0, at).split('\n').length;
  }
  return undefined;
}
