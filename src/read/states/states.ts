/** Schemas by the names that people type: an environment, a saved file, a URL, what the project's files make. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Problem } from '../../base/problem.ts';
import { mask } from '../../base/secret.ts';
import type { Session } from '../../drivers/session.ts';
import type { Environment, Read, SchemaState } from '../../model/index.ts';
import { got } from '../../model/index.ts';
import { secretsOfUrl } from '../config/credentials.ts';
import { urlEnvironment } from '../config/environments.ts';
import { addressOf } from '../database/address.ts';
import { environmentCatalog } from './environment-catalog.ts';
import { readSavedState } from './saved-state.ts';

interface StatesFrom {
  root: string;
  environments: readonly Environment[];
  /** Configured and not even to be tried. */
  hopeless: readonly { environment: string; why: string }[];
  open(environment: Environment): Promise<Session>;
  /** What the project's own files make: `schema`, `migrations@0007` … null: no such name. */
  made(name: string): Promise<Read<SchemaState>> | null;
}

/** By the names of `shownNames`, each once; what cannot be had says why. */
export async function readStates(names: readonly string[], from: StatesFrom): Promise<Map<string, Read<SchemaState>>> {
  const typed = new Map([...shownNames(names)].map(([text, shown]) => [shown, text]));
  return new Map(await Promise.all([...typed].map(async ([shown, text]) => [shown, await one(text, shown, from)] as const)));
}

/** No project is needed to have them: URLs and saved files. */
export const standAlone = (names: readonly string[]): boolean => names.every((n) => n.includes('://') || n.endsWith('.json'));

/** By what was typed, the names as they may be printed: of a URL the database and its host, and the role where two differ in nothing else. */
export function shownNames(typed: readonly string[]): Map<string, string> {
  const urls = typed.flatMap((text) => {
    const address = text.includes('://') ? addressOf(text) : null;
    return address?.ok ? [{ text, role: address.value.role, place: `${address.value.database} on ${address.value.host}` }] : [];
  });
  return new Map(
    typed.map((text) => {
      const url = urls.find((u) => u.text === text);
      if (!url) return [text, text.includes('://') ? mask(text, secretsOfUrl(text)) : text];
      const alone = urls.every((u) => u.place !== url.place || u.role === url.role);
      return [text, alone ? url.place : `${url.place} as ${url.role}`];
    }),
  );
}

async function one(typed: string, name: string, from: StatesFrom): Promise<Read<SchemaState>> {
  try {
    const environment = from.environments.find((e) => e.name === typed);
    if (environment) return got(await ofEnvironment(name, environment, from));
    const hopeless = from.hopeless.find((h) => h.environment === typed);
    if (hopeless) return { ok: false, why: hopeless.why };
    const made = from.made(typed);
    if (made) return await made;
    if (typed.includes('://')) {
      const reached = urlEnvironment(from.root, typed, name);
      return reached.ok ? got(await ofEnvironment(name, reached.value, from)) : reached;
    }
    if (typed.endsWith('.json') || existsSync(resolve(from.root, typed))) return readSavedState(from.root, typed);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ok: false, why: `${error.message} ${error.why}`, because: error.code };
  }
  throw new Problem('unknown-state', `There is no state ${name}.`, {
    why: `A state is an environment (${from.environments.map((e) => e.name).join(', ') || 'none is configured'}), schema, snapshot, migrations, migrations@<name>, legacy:<folder>, a file that audit --save wrote, or a URL.`,
    fix: 'npx tidemark diff --help',
  });
}

async function ofEnvironment(name: string, environment: Environment, { open }: StatesFrom): Promise<SchemaState> {
  const catalog = await environmentCatalog(await open(environment), environment);
  return { name, says: `${name}, ${catalog.engine}`, catalog, notes: [] };
}
