/** How long does a mere look wait for somebody's lock? */

/** Milliseconds. While somebody alters the history table, looking at it waits; for ever without this. */
const PATIENCE = 5000;

export const PATIENTLY = `set local lock_timeout = ${PATIENCE};`;
