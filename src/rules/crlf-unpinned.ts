/** Can a checkout on another machine give migrations other line ends, and so another hash? */
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';

interface Unpinned extends Found {
  /** The hash that some database recorded is that of a text with CRLF. */
  recorded: boolean;
}

export default rule({
  group: 'sql',
  severity: 'note',
  title: 'Migrations have Windows line ends, and nothing tells git to keep them as they are',
  harm: 'The same file has another hash on another machine, and looks edited to whoever compares it with the history.',
  background:
    "Drizzle's hash is made of the text with its line ends. git may change those on checkout (core.autocrlf) unless .gitattributes says otherwise. The stock migrators of today do not compare the hash, but the 1.0 upgrade of the history table falls back on it.",
  needs: ['folder', 'git'],
  wants: ['standings'],
  *check({ folder, git, standings }): Generator<Unpinned> {
    const crlf = folder.files.filter((f) => f.content.ok && f.content.value.crlf);
    if (crlf.length === 0 || git.lineEndsPinned) return;
    const hashes = new Set(crlf.flatMap((f) => (f.content.ok ? [f.content.value.hash] : [])));
    const tied = standings.ok
      ? [...standings.value.values()].flatMap((s) => (s.ok ? s.value.migrations.flatMap((m) => m.rows) : []))
      : [];
    yield {
      subject: { file: folder.path },
      says: `${crlf.length} of ${folder.files.length} migrations in ${folder.path} have CRLF line ends, and no .gitattributes pins them.`,
      evidence: crlf.slice(0, 3).map((f) => f.path),
      recorded: tied.some(({ row }) => row.hash !== null && hashes.has(row.hash)),
    };
  },
  remedies: ({ recorded }, { folder }): Remedy[] => {
    const path = `${folder.path}/.gitattributes`;
    const exists = folder.others.includes(path);
    const pin = (name: string, line: string, says: string): Remedy => ({
      name,
      says,
      change: [
        exists
          ? { kind: 'edit', path, edit: { offset: 0, was: '', now: `${line}\n` }, says }
          : { kind: 'create', path, content: `${line}\n`, says },
      ],
    });
    const keep = pin('keep-bytes', '*.sql -text', 'Tell git to hand out the bytes that were committed, on every machine.');
    const lf = pin('pin-lf', '*.sql text eol=lf', 'Tell git to check migrations out with LF line ends, on every machine.');
    return recorded ? [keep, lf] : [lf, keep];
  },
});
