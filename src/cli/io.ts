/** Everything that the command line needs of its process; a test gives its own. */
import type { Variables } from '../read/config/env-files.ts';

export interface Io {
  argv: readonly string[];
  cwd: string;
  env: Variables;
  version: string;
  out(text: string): void;
  err(text: string): void;
  /** Columns of a terminal; undefined when stdout is none. */
  columns: number | undefined;
  /** Both ends are terminals, so that questions can be asked. */
  interactive: boolean;
  by: string;
  now: () => number;
}
