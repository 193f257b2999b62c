// How long until it says anything: --version and --help, next to both lines of drizzle-kit.
import { rounds } from './measure.mjs';
import { kit, kitName, LINES, tidemark } from './tools.mjs';

export async function measureStart(context) {
  const { installed } = context;
  const says = (text) => (ran) => (ran.code === 0 && `${ran.stdout}${ran.stderr}`.includes(text)) || `it did not say ${text}`;
  const stock = (flag, word) => LINES.map((line) => ({ name: kitName(line), command: kit(line, flag), check: says(word) }));
  const version = { name: 'tidemark', command: tidemark(installed, '--version'), check: says(installed.version) };
  const help = { name: 'tidemark', command: tidemark(installed, '--help'), check: says('doctor') };
  return {
    version: await rounds('--version', [version, ...stock('--version', 'drizzle-kit')], context),
    help: await rounds('--help', [help, ...stock('--help', 'migrate')], context),
  };
}
