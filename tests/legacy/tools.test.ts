/** Each tool's own table beside its own files: which are recorded, and what does the tool mean by it? */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDatabase, dropDatabase } from '../servers.ts';
import { sharedServer } from '../shared-server.ts';
import { CONFIG, execute, legaciesOf, textOf, told } from './project.ts';

const TOOLS = fileURLToPath(new URL('tools/', import.meta.url));
const server = sharedServer(15);

describe.skipIf(server === null)('tools', () => {
  for (const tool of readdirSync(TOOLS).sort()) {
    test(tool, async () => {
      if (!server) return;
      const dir = mkdtempSync(join(tmpdir(), 'tidemark-legacy-'));
      const url = await createDatabase(server);
      onTestFinished(async () => {
        rmSync(dir, { recursive: true, force: true });
        await dropDatabase(server, url);
      });
      cpSync(join(TOOLS, tool, 'files'), dir, { recursive: true });
      writeFileSync(join(dir, 'drizzle.config.json'), JSON.stringify(CONFIG));
      await execute(url, textOf(join(TOOLS, tool, 'database.sql')));
      const read = (await legaciesOf(dir, { dev: url })).get('dev');
      if (!read?.ok) throw new Error(read?.why);
      const expected = join(TOOLS, tool, 'expected.txt');
      const lines = `${read.value.flatMap(told).join('\n')}\n`;
      if (process.env['UPDATE_LEGACY'] || !existsSync(expected)) writeFileSync(expected, lines);
      expect(lines).toBe(textOf(expected));
    });
  }
});
