/** Who changes something: CI's name, or the user and machine of this process. */
import { hostname, userInfo } from 'node:os';
import type { Variables } from '../read/config/env-files.ts';

export function whoRuns(env: Variables): string {
  if (env['GITHUB_ACTIONS']) return `GitHub Actions (${env['GITHUB_ACTOR'] ?? 'unknown'})`;
  if (env['CI']) return 'CI';
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A container's uid without a passwd entry.
    return `uid ${process.getuid?.() ?? 'unknown'}@${hostname()}`;
  }
}
