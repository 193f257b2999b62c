/** What does tidemark.config say, and is every key of it one that we know? */
import { nearest } from '../../base/nearest.ts';
import { Problem } from '../../base/problem.ts';
import { SSL_MODES } from '../../drivers/sslmode.ts';
import type { TidemarkConfig } from '../../model/config.ts';
import { checkShape, type Misfit, placeOfKey, TIDEMARK } from './config-keys.ts';
import type { Evaluation } from './config-loader.ts';

const DRIVERS = ['pg', 'pglite', 'postgres', 'neon-http', 'neon-websocket'];

export function wrongTypes(file: string, misfits: Misfit[]): Problem {
  const [first] = misfits;
  const one = misfits.length === 1 && first !== undefined;
  return new Problem(
    'config-wrong-type',
    one && first.path ? `${first.path} in ${file} is ${first.got}` : `${file} holds values of a wrong type`,
    {
      why: misfits
        .map(({ path, wanted, got }) => `${path || 'the default export'} has to be ${wanted}; it is ${got}.`)
        .join('\n'),
      fix: `correct ${misfits.map(({ path }) => path || 'the default export').join(', ')} in ${file}`,
    },
  );
}

export function checkTidemark({ file, value }: Evaluation): TidemarkConfig {
  if (value === undefined) throw wrongTypes(file, [{ path: '', wanted: 'an object', got: 'nothing' }]);
  const { strays, misfits } = checkShape(value, TIDEMARK);
  if (strays.length > 0) {
    const names = strays.map(({ path, key }) => (path ? `${path}.${key}` : key));
    throw new Problem(
      'config-unknown-key',
      `${file} holds ${names.length === 1 ? 'a key' : 'keys'} that Tidemark does not know: ${names.join(', ')}`,
      {
        why: strays
          .map(({ key, nearest: meant }) => {
            const place = meant ? undefined : placeOfKey(key);
            if (place) return `${key} stands in ${place}.`;
            return meant ? `${key}: did you mean ${meant}?` : `${key}: nothing is called so.`;
          })
          .join('\n'),
        fix: strays
          .map(({ path, key, nearest: meant }) => {
            const place = meant ? undefined : placeOfKey(key);
            if (place) return `move ${key} to ${place}`;
            return meant ? `rename ${key} to ${meant}` : `remove ${path ? `${path}.` : ''}${key}`;
          })
          .join('\n'),
      },
    );
  }
  if (misfits.length > 0) throw wrongTypes(file, misfits);
  const config = value as TidemarkConfig;
  for (const [name, environment] of Object.entries(config.environments ?? {})) {
    oneOf(file, `environments.${name}.driver`, environment.driver, DRIVERS);
    if (typeof environment.ssl === 'string') oneOf(file, `environments.${name}.ssl`, environment.ssl, SSL_MODES);
  }
  const names = Object.keys(config.environments ?? {});
  if (config.defaultEnvironment !== undefined) oneOf(file, 'defaultEnvironment', config.defaultEnvironment, names);
  return config;
}

function oneOf(file: string, path: string, value: string | undefined, known: readonly string[]): void {
  if (value === undefined || known.includes(value)) return;
  const meant = nearest(value, known);
  throw new Problem('config-unknown-value', `${path} in ${file} is '${value}', which does not exist`, {
    why: known.length > 0 ? `Known are ${known.join(', ')}.` : 'No environment is configured.',
    fix: meant ? `write '${meant}' for ${path} in ${file}` : `correct ${path} in ${file}`,
  });
}
