/** Can the lexer alone say that a file is free of transaction control, session state and what must run outside a transaction? */
import { piecesOf } from './breakpoints.ts';
import { tokenAt } from './lexer.ts';
import { split } from './split.ts';

const PLAIN = new Set(['create', 'alter', 'drop', 'insert', 'update', 'delete', 'comment', 'grant', 'revoke', 'truncate']);

/** Words without which no CREATE, ALTER or DROP is refused in a transaction block or changes the session. */
const TELLING = new Set(['concurrently', 'database', 'system', 'tablespace', 'subscription', 'set_config']);

/**
 * True only when the parser would find no `control`, `session` or `nonTransactional` either, should the text parse at all.
 * False says nothing: ask the parser. It spares callers that need just this the loading of one.
 */
export function isPlain(text: string): boolean {
  return piecesOf(text).every((piece) => {
    const { statements, psql, unfinished } = split(piece.text);
    if (psql.length > 0 || unfinished !== null || !statements.every(({ head }) => PLAIN.has(head[0] ?? ''))) return false;
    for (let at = 0; at < piece.text.length; ) {
      const { kind, start, end } = tokenAt(piece.text, at);
      at = end;
      if (kind === 'word' && TELLING.has(piece.text.slice(start, end).toLowerCase())) return false;
      // A quoted name can be a function's too.
      if (kind === 'quoted' && (piece.text.slice(start, end) === '"set_config"' || piece.text[start] !== '"')) return false;
    }
    return true;
  });
}
