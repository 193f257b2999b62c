/** Do the transcripts keep secrets, machines and moments to themselves? */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findCases } from '../cases/case.ts';
import { PASSWORD } from '../servers.ts';

const SIGNS: [string, RegExp][] = [
  ['the password of the test servers', new RegExp(PASSWORD)],
  ['a URL with a password', /\b[a-z][a-z+]*:\/\/[^\s:@/]*:(?!\*\*\*)[^\s@/]+@/i],
  ['a path of a machine', /(^|[\s"'(])\/(tmp|work|home|root|Users|var)\//m],
  ['a version', /tidemark v?\d+\.\d+\.\d+/],
  ['a duration', /\b\d+(\.\d+)? ?ms\b/],
  ['a bug of ours', /made a mistake|bug of ours/],
  ['a colour', /\u001b\[/],
];

// Statements and lines of TypeScript that are there to be copied are not broken.
const COPIED = /^(?:(?:ALTER|CREATE|DROP) [^…]*;| {2}\w+\(.*\),)$/;

test('a transcript says nothing that differs by machine or must not be said', () => {
  const wrong: string[] = [];
  for (const one of findCases()) {
    const path = join(one.folder, 'transcript.txt');
    if (!existsSync(path)) continue;
    const text = readFileSync(path, 'utf8');
    for (const [what, sign] of SIGNS) {
      const hit = sign.exec(text);
      if (hit) wrong.push(`${one.name}: ${what}: ${hit[0].trim()}`);
    }
    const wide = text
      .split('\n')
      .filter((line) => !line.startsWith('$ ') && !COPIED.test(line) && [...line.replace(/^! /, '')].length > 80);
    for (const line of wide) wrong.push(`${one.name}: wider than 80: ${line}`);
  }
  expect(wrong).toEqual([]);
});

test('every case has its transcript', () => {
  expect(
    findCases()
      .filter((one) => !existsSync(join(one.folder, 'transcript.txt')))
      .map((one) => one.name),
  ).toEqual([]);
});
