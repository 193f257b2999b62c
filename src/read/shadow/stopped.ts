/** What a shadow throws beside PostgreSQL's own refusals. */

/** It was ended in the middle of a statement, or died of one. */
export class ShadowStopped extends Error {
  override name = 'ShadowStopped';
}

/** On a server that is not ours: what would reach beyond the database that was made for it. Nothing was sent. */
export class ShadowRefused extends Error {
  override name = 'ShadowRefused';
}
