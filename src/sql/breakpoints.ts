/** Where does Drizzle cut a migration's text into the pieces that it sends one by one? */

/** Drizzle splits at this plain text wherever it stands, also in a comment or a literal. */
export const BREAKPOINT = '--> statement-breakpoint';

/** What lies between two breakpoints; `offset` and `length` in UTF-16 units. Nothing is trimmed and empty pieces are kept. */
export interface Piece {
  offset: number;
  length: number;
  text: string;
}

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let offset = 0;
  for (const piece of text.split(BREAKPOINT)) {
    pieces.push({ offset, length: piece.length, text: piece });
    offset += piece.length + BREAKPOINT.length;
  }
  return pieces;
}
