/** How does another tool take one more file of SQL, and what is typed so that it holds the file for done? */

export interface LegacyWriting {
  /** The whole file; absent: the statements as they are. */
  text?(statements: readonly string[]): string;
  /** What marks a file as run without running it; absent: a row as the tool's runner writes it. */
  mark?(file: { name: string; version: string; folder: string }): string;
}

/** Between the lines by which the tool tells forward from backward. */
export const framed =
  (up: string, down: string): NonNullable<LegacyWriting['text']> =>
  (statements) =>
    `${up}\n${statements.join('\n')}\n\n${down}\n`;
