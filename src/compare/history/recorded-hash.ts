/** Is a recorded hash one that Drizzle could have written? */

/** SHA-256 in hex; Drizzle writes small letters. */
export const looksHashed = (hash: string | null): boolean => hash !== null && /^[0-9a-f]{64}$/i.test(hash);
