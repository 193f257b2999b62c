/** What is this project: its configuration, its environments, and which line of Drizzle it uses? */
import { basename, resolve } from 'node:path';
import { fingerprint } from '../../base/fingerprint.ts';
import { nearest } from '../../base/nearest.ts';
import { Problem } from '../../base/problem.ts';
import type { ShadowConfig, TidemarkConfig } from '../../model/config.ts';
import type { Project } from '../../model/project.ts';
import { got, type Read } from '../../model/read.ts';
import type { Environment } from '../../model/target.ts';
import { fromRoot } from '../paths.ts';
import { findConfigs } from './config-files.ts';
import { isObject } from './config-keys.ts';
import { type Evaluated, evaluate, isConnectionName, type Seen, TIME_LIMIT, unsetNames } from './config-loader.ts';
import { secretsAmong, secretsOfUrl } from './credentials.ts';
import { describeProject } from './describe-project.ts';
import { driverPackages } from './drizzle-line.ts';
import { type Surrounding, stockSurrounding, type Variables } from './env-files.ts';
import { defaultEnvironment, namedEnvironment, type Place } from './environments.ts';
import { checkTidemark } from './tidemark-config.ts';

export interface ProjectOptions {
  cwd: string;
  /** As typed behind --config. */
  config?: string;
  env: Variables;
  /** As typed behind --out, relative to cwd. */
  out?: string;
  /** Only these environments are read; all without it. */
  environmentName?: string | readonly string[];
  /** Milliseconds that a config may take. */
  timeLimit?: number;
}

export interface UnreadEnvironment {
  environment: string;
  why: string;
  absent?: true;
}

export interface ReadProject {
  project: Read<Project>;
  /** Those that could be read; not ok when none could. */
  environments: Read<Environment[]>;
  /** Those that could not, each with its reason. */
  unread: UnreadEnvironment[];
  defaultEnvironment: string | null;
  thresholds: Record<string, number>;
  /** The throw-away database, as configured. Its URL is a secret. */
  shadow?: ShadowConfig;
  /** Everything that `mask` must hide. */
  secrets: string[];
  /** What the configs wrote to stdout and stderr, masked. */
  printed: { file: string; text: string }[];
}

export async function readProject(options: ProjectOptions): Promise<ReadProject> {
  const files = findConfigs({ ...options, cwd: resolve(options.cwd) });
  const { root, drizzle, tidemark } = files;
  const stock = stockSurrounding(root, options.env);
  const done = new Map<string, Promise<Evaluated>>();
  const run = (path: string, surrounding: Surrounding): Promise<Evaluated> => {
    const key = `${path} ${path.endsWith('.json') ? '' : fingerprint(surrounding.values)}`;
    const held = done.get(key) ?? evaluate(root, path, surrounding, options.timeLimit ?? TIME_LIMIT);
    done.set(key, held);
    return held;
  };
  const [base, ours] = await Promise.all([drizzle ? run(drizzle, stock) : null, tidemark ? run(tidemark, stock) : null]);
  if (ours && !ours.ok) throw ours.problem;
  const config: TidemarkConfig = ours ? checkTidemark(ours.value) : {};
  const place: Place = { root, env: options.env, stock, drizzle, tidemark, base, packages: driverPackages(root), run };
  const names = chosen(config, options.environmentName, tidemark);
  const found = await Promise.all(
    names === null
      ? [defaultEnvironment(place).then((read) => ({ name: 'default', read }))]
      : names.map(async (name) => ({ name, read: await namedEnvironment(place, name, config.environments?.[name] ?? {}) })),
  );
  const evaluated = [...(await Promise.all(done.values()))];
  const usable = base?.ok === false ? await withoutConnection(place, base, evaluated, run) : base;
  const project = describeProject(
    files,
    usable,
    stock,
    options,
    drizzle ? (base?.ok === false ? base.seen : undefined) : undefined,
  );
  const environments = found.flatMap(({ read }) => (read.ok ? [read.value] : []));
  const unread = found.flatMap(({ name, read }) =>
    read.ok ? [] : [{ environment: name, why: read.why, ...(read.absent && { absent: true as const }) }],
  );
  const all = Object.keys(config.environments ?? {});
  return {
    project: got(project),
    environments: environments.length > 0 ? got(environments) : noneOf(unread),
    unread,
    defaultEnvironment: config.defaultEnvironment ?? (all.length > 1 ? null : (all[0] ?? 'default')),
    thresholds: config.thresholds ?? {},
    ...(config.shadow ? { shadow: config.shadow } : {}),
    secrets: secretsIn(evaluated, stock),
    printed: evaluated.flatMap((e) => (e.ok && e.value.printed ? [{ file: e.value.file, text: e.value.printed }] : [])),
  };
}

/** null: there is only the unnamed one. */
function chosen(config: TidemarkConfig, asked: ProjectOptions['environmentName'], tidemark: string | null): string[] | null {
  const all = Object.keys(config.environments ?? {});
  const known = all.length > 0 ? all : ['default'];
  const wanted = asked === undefined ? known : typeof asked === 'string' ? [asked] : [...asked];
  for (const name of wanted) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    throw new Problem('unknown-environment', `There is no environment '${name}'`, {
      why:
        all.length > 0
          ? `${basename(tidemark ?? '')} configures ${all.join(', ')}.`
          : 'Without a tidemark.config there is only one, called default.',
      fix:
        all.length === 0
          ? `add '${name}' to \`environments\` in tidemark.config.ts (\`npx tidemark init\` writes one), or leave -e out`
          : meant
            ? `-e ${meant}`
            : `-e ${all.join(' | ')}`,
    });
  }
  return all.length > 0 ? wanted : null;
}

function noneOf(unread: UnreadEnvironment[]): Read<never> {
  const why = unread.length === 1 ? (unread[0]?.why ?? '') : unread.map((u) => `${u.environment}: ${u.why}`).join('; ');
  return {
    ok: false,
    why: why || 'no environment is configured',
    ...(unread.every((u) => u.absent) && { absent: true as const }),
  };
}

/**
 * Many configs throw when their URL is not set, and the folder can be looked at without one: another environment's
 * answer serves, or one more run with a stand-in for the variables that it asked for in vain.
 */
async function withoutConnection(
  place: Place,
  base: Evaluated & { ok: false },
  others: Evaluated[],
  run: Place['run'],
): Promise<Evaluated> {
  const own = place.drizzle === null ? undefined : fromRoot(place.root, place.drizzle);
  const other = others.find((e) => e.ok && e.value.file === own);
  if (other) return other;
  const names = unsetNames(base.seen).filter(isConnectionName);
  if (names.length === 0 || place.drizzle === null || base.problem.code !== 'config-threw') throw base.problem;
  const values = { ...place.stock.values };
  for (const name of names)
    values[name] = name.toUpperCase().includes('PORT') ? '5432' : 'postgres://stand-in@localhost:5432/stand-in';
  const again = await run(place.drizzle, { ...place.stock, values });
  if (!again.ok) throw base.problem;
  return again;
}

function secretsIn(evaluated: Evaluated[], stock: Surrounding): string[] {
  const secrets = new Set(secretsAmong(Object.entries(stock.values)));
  for (const e of evaluated) {
    const seen: Seen[] = e.ok ? e.value.seen : e.seen;
    for (const secret of secretsAmong(seen.map((s): [string, string | undefined] => [s.name, s.value]))) secrets.add(secret);
    if (e.ok) for (const secret of secretsWithin(e.value.value)) secrets.add(secret);
  }
  return [...secrets];
}

/** Passwords and URLs written in the config itself. */
function secretsWithin(value: unknown, key = '', within: ReadonlySet<unknown> = new Set()): string[] {
  if (typeof value === 'string') return secretsAmong([[key, value]]).concat(secretsOfUrl(value));
  // A config's object may hold itself.
  if (typeof value !== 'object' || within.has(value)) return [];
  const inside = new Set([...within, value]);
  if (Array.isArray(value)) return value.flatMap((held) => secretsWithin(held, key, inside));
  return isObject(value) ? Object.entries(value).flatMap(([name, held]) => secretsWithin(held, name, inside)) : [];
}
