/** Through which driver is a database reached, and why that one? */
import { resolve } from 'node:path';
import { readUrl } from '../../drivers/connection.ts';
import type { EnvironmentConfig } from '../../model/config.ts';
import { got, type Read } from '../../model/read.ts';
import { textOf } from '../text-file.ts';
import { type Walk, walk } from '../walk.ts';
import type { Reachable } from './credentials.ts';

export interface Choice {
  driver: NonNullable<EnvironmentConfig['driver']>;
  /** In words, for who asks. */
  because: string;
}

/**
 * What the config names; else ours, which does everything, unless the project has another client and not `pg`.
 * All drivers are bundled, so the version of the project's own package makes no difference.
 */
export function chooseDriver(
  root: string,
  { driver: reached, url }: Reachable,
  asked: EnvironmentConfig['driver'],
  packages: readonly string[],
): Read<Choice> {
  if (reached === 'pglite') {
    if (asked !== undefined && asked !== 'pglite')
      return { ok: false, why: `the URL is a folder, which only PGlite opens, and its driver in tidemark.config is '${asked}'` };
    return got({ driver: 'pglite', because: 'the URL is a folder' });
  }
  if (asked === 'pglite')
    return { ok: false, why: "the URL is one of a server, and its driver in tidemark.config is 'pglite', which opens folders" };
  if (asked !== undefined) return got({ driver: asked, because: 'tidemark.config says so' });
  if (packages.includes('pg')) return got({ driver: 'pg', because: 'the project depends on pg' });
  if (packages.includes('postgres')) return got({ driver: 'postgres', because: 'the project depends on postgres and not on pg' });
  if (packages.includes(NEON) && readUrl(url).kind.startsWith('neon')) return got(neon(root));
  return got({ driver: 'pg', because: 'nothing in the project asks for another' });
}

const NEON = '@neondatabase/serverless';

function neon(root: string): Choice {
  const has = `the project depends on ${NEON} and not on pg`;
  const file = firstThatImports(root, 'drizzle-orm/neon-http');
  if (file !== null) return { driver: 'neon-http', because: `${has}, and ${file} imports drizzle-orm/neon-http` };
  return { driver: 'neon-websocket', because: `${has}, and nothing imports drizzle-orm/neon-http` };
}

const DEEPEST = 6;
const MOST_ENTRIES = 5_000;
const NOT_SOURCE = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'vendor']);
const SOURCE = /\.[cm]?[jt]sx?$/;

/** The text is looked for as it is: an import that is commented out counts too. */
function firstThatImports(root: string, name: string): string | null {
  const seen: Walk = { paths: [], unreadable: [], left: MOST_ENTRIES };
  walk(resolve(root), '.', DEEPEST, seen, (_, folder) => !folder.startsWith('.') && !NOT_SOURCE.has(folder));
  return (
    seen.paths.find((path) => {
      const text = SOURCE.test(path) ? textOf(resolve(root, path)) : null;
      return text?.ok && [`'${name}'`, `"${name}"`, `'${name}/`, `"${name}/`].some((word) => text.value.includes(word));
    }) ?? null
  );
}
