/** Why could the system not read a path: the errno with its meaning, without the absolute path that Node adds. */
import { getSystemErrorMap } from 'node:util';

/** `EACCES: permission denied`. What is no system error is a bug and goes on up. */
export function errnoOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
  const known = 'errno' in error && typeof error.errno === 'number' ? getSystemErrorMap().get(error.errno) : undefined;
  return known ? `${known[0]}: ${known[1]}` : `${error.code}: ${error.message}`;
}
