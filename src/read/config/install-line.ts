/** How does this project install what it lacks? */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LOCKS: [file: string, install: string, add: string][] = [
  ['pnpm-lock.yaml', 'pnpm install', 'pnpm add -D'],
  ['yarn.lock', 'yarn install', 'yarn add -D'],
  ['bun.lock', 'bun install', 'bun add -d'],
  ['bun.lockb', 'bun install', 'bun add -d'],
];

/** The command that installs the project, or adds `name` to it when it is already installed. */
export function installLine(root: string, name: string): string {
  let lock = LOCKS.find(([file]) => existsSync(join(root, file)));
  let installed = false;
  for (let folder = root; ; folder = dirname(folder)) {
    lock ??= LOCKS.find(([file]) => existsSync(join(folder, file)));
    installed ||= existsSync(join(folder, 'node_modules'));
    if (dirname(folder) === folder) break;
  }
  const [, install, add] = lock ?? ['', 'npm install', 'npm install -D'];
  return installed ? `${add} ${name}` : install;
}
