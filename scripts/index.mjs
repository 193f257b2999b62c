// Writes the indexes of src/rules, src/commands and src/catalog/kinds from the files that lie there: a file is registered by being there.
import fs from 'node:fs';

const here = new URL('../src/', import.meta.url);
const names = (folder, index = 'index.ts') =>
  fs
    .readdirSync(new URL(`${folder}/`, here))
    .filter((f) => f.endsWith('.ts') && f !== index)
    .map((f) => f.slice(0, -3))
    .sort();
const variable = (name) => name.replaceAll(/-(.)/g, (_, c) => c.toUpperCase());

export function indexes() {
  const kinds = names('catalog/kinds', '');
  const rules = names('rules');
  const commands = names('commands');
  return {
    'catalog/kinds.ts': [
      '/** Every kind of object that is read, in alphabetical order; written by scripts/index.mjs. */',
      "import type { Definition, Kind } from './kind.ts';",
      ...kinds.map((k) => `import ${variable(k)}Kind from './kinds/${k}.ts';`),
      '',
      'const named = (name: string, definition: Definition): Kind => ({ ...definition, name });',
      '',
      'export const kinds: readonly Kind[] = [',
      ...kinds.map((k) => `  named('${k}', ${variable(k)}Kind),`),
      '];',
      '',
    ].join('\n'),
    'rules/index.ts': [
      '/** Every rule, in alphabetical order; written by scripts/index.mjs. */',
      "import type { AnyRule } from '../model/rule.ts';",
      ...rules.map((r) => `import ${variable(r)} from './${r}.ts';`),
      '',
      'const id = (name: string, definition: unknown): AnyRule => ({ ...(definition as AnyRule), wants: (definition as Partial<AnyRule>).wants ?? [], id: name });',
      '',
      `export const rules: readonly AnyRule[] = [`,
      ...rules.map((r) => `  id('${r}', ${variable(r)}),`),
      '];',
      '',
    ].join('\n'),
    'commands/index.ts': [
      '/** Every command, loaded when it is asked for; written by scripts/index.mjs. */',
      "import type { Command } from '../model/command.ts';",
      '',
      'export const commands: Readonly<Record<string, () => Promise<{ default: Command }>>> = {',
      ...commands.map((c) => `  ${c.includes('-') ? `'${c}'` : c}: () => import('./${c}.ts') as Promise<{ default: Command }>,`),
      '};',
      '',
    ].join('\n'),
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const [path, text] of Object.entries(indexes())) {
    const file = new URL(path, here);
    if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) fs.writeFileSync(file, text);
  }
}
