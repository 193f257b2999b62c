/** A migration's text as statements to be sent one by one, in the transactions in which `migrate` would run them. */
import type { SqlFacts, Statement } from '../../model/index.ts';
import { cut } from '../../plans/parts.ts';
import { piecesOf } from '../../sql/breakpoints.ts';
import { split } from '../../sql/split.ts';
import { lineWalker } from '../../sql/walk.ts';

export interface Sendable {
  chunk: number;
  offset: number;
  length: number;
  line: number;
  text: string;
  /** What the parser says of it; null: it could not read it. */
  facts: Statement | null;
}

export interface Portion {
  statements: Sendable[];
  /** No transaction can hold it. */
  alone: boolean;
}

type Portions = { ok: true; value: Portion[] } | { ok: false; line: number; why: string };

export function portionsOf(text: string, facts: SqlFacts): Portions {
  const parts = cut(text, facts);
  if (!parts.ok) return parts;
  const all = sendables(text, facts);
  if (parts.parts === null) return { ok: true, value: [{ statements: all, alone: false }] };
  return {
    ok: true,
    value: parts.parts.map(({ offset, length, alone }) => ({
      statements: all.filter((s) => s.offset >= offset && s.offset < offset + length),
      alone: alone !== undefined,
    })),
  };
}

/** The lexer finds the ends, as it does for `migrate`; what the parser knows is looked up by place. */
function sendables(text: string, facts: SqlFacts): Sendable[] {
  const known = new Map(facts.statements.map((s) => [s.offset, s]));
  const line = lineWalker(text);
  return piecesOf(text).flatMap((piece, chunk): Sendable[] => {
    const { statements, psql } = split(piece.text);
    // What is psql's is sent with all around it, so that PostgreSQL itself refuses it.
    const spans = psql.length > 0 ? [whole(piece.text)] : statements;
    return spans.map(({ offset, length }) => {
      const at = piece.offset + offset;
      return {
        chunk,
        offset: at,
        length,
        line: line(at),
        text: text.slice(at, at + length),
        facts: psql.length > 0 ? null : (known.get(at) ?? null),
      };
    });
  });
}

function whole(text: string): { offset: number; length: number } {
  const trimmed = text.trim();
  return { offset: text.indexOf(trimmed), length: trimmed.length };
}
