/** How do we write a name or a value into SQL text so that PostgreSQL reads exactly it? */

function refuseNul(text: string): void {
  if (text.includes('\0')) throw new RangeError('PostgreSQL cannot hold the character U+0000');
}

/** Always quoted: no list of keywords is needed, and none can be out of date. Empty names do not exist in PostgreSQL. */
export function identifier(name: string): string {
  refuseNul(name);
  if (name === '') throw new RangeError('PostgreSQL has no empty names');
  return `"${name.replaceAll('"', '""')}"`;
}

/** A backslash makes it an E'' literal, which reads the same whatever standard_conforming_strings says. */
export function literal(text: string | null): string {
  if (text === null) return 'NULL';
  refuseNul(text);
  const quoted = text.replaceAll("'", "''");
  return text.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}

export const qualified = ({ schema, name }: { schema: string; name: string }): string =>
  `${identifier(schema)}.${identifier(name)}`;

/** A DO block. Names and values inside may hold dollar quotes of their own, so the tag is one that does not occur. */
export function doBlock(body: string, declare = ''): string {
  let tag = '$tidemark$';
  for (let n = 1; body.includes(tag); n += 1) tag = `$tidemark${n}$`;
  return `do ${tag} ${declare === '' ? '' : `declare ${declare}; `}begin ${body} end ${tag}`;
}

/** A relation's oid as an expression; null when it is not there. Without a schema the search path decides, as it does in the statement itself. */
export const relationOid = ({ schema, name }: { schema: string; name: string }): string =>
  `pg_catalog.to_regclass(${literal(schema === '' ? identifier(name) : qualified({ schema, name }))})`;
