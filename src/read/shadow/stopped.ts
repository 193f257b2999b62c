/** What a shadow throws when it was ended in the middle of a statement, or died of one. */
export class ShadowStopped extends Error {
  override name = 'ShadowStopped';
}
