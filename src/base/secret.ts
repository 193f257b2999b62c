/** A text that must never be printed, and the mask that keeps it out of everything we write. */

const hidden = new WeakMap<Secret, string>();

/** Prints as `***` wherever it ends up: in a template, in JSON, in a log. `reveal` is for drivers only. */
export class Secret {
  constructor(text: string) {
    hidden.set(this, text);
  }
  toString(): string {
    return '***';
  }
  toJSON(): string {
    return '***';
  }
}

export const reveal = (secret: Secret): string => hidden.get(secret) ?? '';

const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/'"]*):[^\s'"]*@(?=[^\s@]*)/gi;

/**
 * Replaces every known secret, raw and percent-encoded, and the password of anything that looks like a URL.
 * Drivers, the project's own config and its error texts are foreign: what they say goes through here before it is kept.
 */
export function mask(text: string, secrets: Iterable<string>): string {
  let out = text.replace(URL_PASSWORD, '$1:***@');
  for (const secret of secrets) {
    if (secret.length < 3) continue;
    for (const form of new Set([secret, encodeURIComponent(secret)])) out = out.replaceAll(form, '***');
  }
  return out;
}
