/** Every kind of object that is read, in alphabetical order; written by scripts/index.mjs. */
import type { Definition, Kind } from './kind.ts';
import column from './kinds/column.ts';
import constraint from './kinds/constraint.ts';
import index from './kinds/index.ts';
import table from './kinds/table.ts';

const named = (name: string, definition: Definition): Kind => ({ ...definition, name });

export const kinds: readonly Kind[] = [
  named('column', column),
  named('constraint', constraint),
  named('index', index),
  named('table', table),
];
