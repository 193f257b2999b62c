import { describe, expect, test } from 'vitest';
import { readSqlFacts } from '../../src/read/folder/sql-facts.ts';
import { sqlParser } from '../../src/read/folder/sql-parser.ts';
import { piecesOf } from '../../src/sql/breakpoints.ts';
import { factsOf, meaningOf, meaningsOf } from '../../src/sql/facts.ts';
import { tokenAt } from '../../src/sql/lexer.ts';
import { isPlain } from '../../src/sql/plain.ts';
import { split } from '../../src/sql/split.ts';
import { corpusSql } from './corpus.ts';

const files = corpusSql();
const parser = await sqlParser();

describe.skipIf(files.length === 0)('the corpus (skipped: it is not beside this repository)', () => {
  test('the lexer finds the statements that the parser finds, in every chunk', () => {
    const different: string[] = [];
    for (const { path, text } of files) {
      for (const piece of piecesOf(text)) {
        const parsed = parser.parse(piece.text);
        if (!parsed.ok) continue;
        const bytes = Buffer.from(piece.text);
        const theirs = parsed.statements.map(({ stmt_location: at = 0, stmt_len: length }) =>
          bytes.subarray(at, length === undefined ? bytes.length : at + length).toString(),
        );
        const ours = split(piece.text).statements.map((s) => piece.text.slice(s.offset, s.offset + s.length));
        if (ours.length !== theirs.length || !ours.every((text, i) => theirs[i]!.startsWith(text))) different.push(path);
      }
    }
    expect(different).toEqual([]);
  });

  test('one parse of a whole file says the same as a parse of each chunk', () => {
    for (const { path, text } of files) {
      const facts = factsOf(text, parser);
      const counts = piecesOf(text).map((piece) => {
        const parsed = parser.parse(piece.text);
        return parsed.ok ? parsed.statements.length : 'refused';
      });
      expect(
        facts.chunks.map((c) => (c.error ? 'refused' : c.statements)),
        path,
      ).toEqual(counts);
      const meant = meaningsOf(text, parser);
      expect(meant.statements.map(({ meaning, ...where }) => where)).toEqual(
        facts.statements.map(({ chunk, offset, length, line, node }) => ({ chunk, offset, length, line, node })),
      );
      for (const s of meant.statements) {
        const source = text.slice(s.offset, s.offset + s.length);
        const alone = meaningsOf(source, parser);
        expect(
          alone.statements.map((t) => t.meaning),
          `${path}:${s.line}`,
        ).toEqual([s.meaning]);
        expect(text.slice(0, s.offset).split('\n').length, path).toBe(s.line);
      }
    }
  });

  test('comments and white space between all tokens, CRLF and a BOM change no meaning', () => {
    for (const { path, text } of files.filter((_, i) => i % 3 === 0)) {
      const meaning = meaningOf(text, parser);
      if (meaning === null) continue;
      let noisy = '';
      for (let at = 0; at < text.length; ) {
        const { kind, start, end } = tokenAt(text, at);
        noisy += kind === 'space' || kind === 'comment' ? `${text.slice(start, end)}\n/* 😀 */ -- x\n ` : text.slice(start, end);
        at = end;
      }
      expect(meaningOf(`\ufeff${noisy.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')}`, parser), path).toBe(meaning);
    }
  });

  test('a file that the lexer calls plain has nothing that the parser would tell', () => {
    let plain = 0;
    for (const { path, text } of files) {
      if (!isPlain(text)) continue;
      plain += 1;
      const telling = factsOf(text, parser).statements.filter((s) => s.control ?? s.session ?? s.nonTransactional);
      expect(telling, path).toEqual([]);
    }
    expect(plain).toBeGreaterThan(files.length / 2);
  });

  test('four hundred migrations take well under half a second of CPU', async () => {
    const some = files.slice(0, 400);
    const before = process.cpuUsage();
    const facts = await readSqlFacts(some);
    const { user, system } = process.cpuUsage(before);
    expect(facts.size).toBe(some.length);
    console.info(
      `${some.length} files, ${some.reduce((n, f) => n + f.text.length, 0)} characters: ${Math.round((user + system) / 1000)} ms CPU`,
    );
    expect((user + system) / 1000).toBeLessThan(1500);
  });
});
