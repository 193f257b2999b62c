/** Which code is this? What other code has kept is made anew. */

declare const TIDEMARK_BUILD: string | undefined;

/** A hash of all sources; where they run as they are, nothing tells two of them apart. */
export const build = (): string => (typeof TIDEMARK_BUILD === 'string' ? TIDEMARK_BUILD : 'sources');
