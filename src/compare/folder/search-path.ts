/** In which schema does an unqualified CREATE land? */

/** The first schema of the setting that exists, "$user" replaced; null when none does. */
export function firstSchema(searchPath: string, role: string, schemas: readonly string[]): string | null {
  for (const part of searchPath.split(',')) {
    const word = part.trim();
    const quoted = word.startsWith('"') && word.endsWith('"') && word.length > 1;
    const name = quoted ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase();
    const schema = name === '$user' ? role : name;
    if (schemas.includes(schema)) return schema;
  }
  return null;
}
