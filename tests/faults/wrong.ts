/** Everything that was not as it must be in one test. */

const SHOWN = 12;

export class Wrong extends Error {
  override name = 'Wrong';

  constructor(what: string, wrong: readonly string[]) {
    const more = wrong.length > SHOWN ? `\n… and ${wrong.length - SHOWN} more` : '';
    super(`${what}\n${wrong.slice(0, SHOWN).join('\n')}${more}`);
  }
}
