/** How is a path written in evidence? Relative to the project, with `/` on every system. */
import { posix, relative, resolve, sep } from 'node:path';

/** Without `./`, doubled or trailing slashes. */
export const asPath = (path: string): string => {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
};

/** A folder that may be given absolute or relative, as seen from the project's root. */
export function fromRoot(root: string, path: string): string {
  const seen = relative(resolve(root), resolve(root, path));
  return seen === '' ? '.' : sep === '/' ? seen : seen.replaceAll(sep, '/');
}
