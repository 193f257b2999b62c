/** Questions on a terminal; end of input is a no. */
import { createInterface } from 'node:readline';
import type { Face } from '../run/input.ts';
import type { Io } from './io.ts';

export function ask(io: Io): NonNullable<Face['ask']> {
  const line = (question: string): Promise<string> =>
    new Promise((done) => {
      const reader = createInterface({ input: process.stdin, terminal: false });
      io.err(question);
      let answered = false;
      reader.once('line', (text) => {
        answered = true;
        reader.close();
        done(text);
      });
      reader.once('close', () => {
        if (!answered) done('');
      });
    });
  return {
    confirm: async (question) => ['y', 'yes'].includes((await line(`${question} (y/N) `)).trim().toLowerCase()),
    type: (question) => line(`${question}: `),
  };
}
