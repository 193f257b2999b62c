/** How does a text stay a text inside Markdown? Names from disk must not become links, tags or table cells. */

/** Every ASCII punctuation mark may be escaped; these are the ones that mean something. */
export const prose = (text: string): string =>
  text.replace(/[\\`*_[\]<>#|~&@]/g, (c) =>
    c === '@' ? '&#64;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : c === '&' ? '&amp;' : `\\${c}`,
  );

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** Inline code, with a fence longer than any run of backticks inside. */
export function code(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return ticks + space + text + space + ticks;
}

export function fence(text: string, language: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${ticks}${language}\n${text}\n${ticks}`;
}

/** Inside a table a bar ends the cell, also in code, unless a backslash stands before it. */
export const cellText = (markdown: string): string => markdown.replace(/(?<!\\)\|/g, '\\|').replaceAll('\n', ' ');
