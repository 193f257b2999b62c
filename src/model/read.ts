/** What reading something gave: the thing, or why it could not be had. */

/**
 * `why` completes "not checked, because …". `because` names the rule whose finding is the reason:
 * something is there and broken. `absent` says that nothing was configured to read, which is no failure.
 */
export type Unread = { ok: false; why: string; because?: string; absent?: true };
export type Read<T> = { ok: true; value: T } | Unread;

export const got = <T>(value: T): Read<T> => ({ ok: true, value });
