/** Every case on PGlite. */
import { pgliteEngine } from './pglite-engine.ts';
import { suite } from './suite.ts';

suite(pgliteEngine());
