/** Which snapshots does the project's drizzle-kit read and write? */
import type { LineSign, Project } from '../../model/index.ts';

/** What is installed, else what a lock file holds. A range in package.json names no version. */
export const installedSign = (
  { lineSigns }: Project,
  of: 'drizzle-kit' | 'drizzle-orm',
): (LineSign & { version: string }) | null => {
  const sign = lineSigns.find((s) => s.of === of && s.version !== undefined && !s.says.endsWith('in package.json'));
  return sign?.version === undefined ? null : { ...sign, version: sign.version };
};

/** The snapshot version that this kit writes; it refuses newer ones and asks for `up` on older ones. */
export function snapshotVersionOf(kit: string): number | null {
  const [release, candidate] = kit.split('-');
  const [major, minor] = (release ?? '').split('.').map(Number);
  if (major === undefined || minor === undefined || !Number.isInteger(major) || !Number.isInteger(minor)) return null;
  if (major === 0) return minor < 21 ? 5 : minor === 21 ? 6 : 7;
  if (candidate?.startsWith('beta')) return 8;
  if (candidate?.startsWith('rc.')) return Number(candidate.slice(3)) < 5 ? 8 : 9;
  return candidate === undefined ? 9 : null;
}

/** Signs that the project is on its way to 1.0, or there. */
export const movesToNew = ({ lineSigns }: Project): LineSign[] =>
  lineSigns.filter((s) => s.line === '1.0' && (s.of === 'drizzle-kit' || s.of === 'drizzle-orm' || s.of === 'layout'));
