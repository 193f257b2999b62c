/** Does a value fit one of the published schemas? The keywords that they use, and no others: an unknown one fails. */
import type { JsonSchema } from '../../src/report/schemas.ts';

const KNOWN = new Set([
  ...[
    '$schema',
    '$id',
    'title',
    'type',
    'const',
    'enum',
    'pattern',
    'minimum',
    'properties',
    'required',
    'items',
    'oneOf',
    'anyOf',
  ],
  ...['additionalProperties', 'format'],
]);

/** What does not fit, each with its place; empty: all fits. */
export function misfits(value: unknown, schema: JsonSchema, at = '$'): string[] {
  const unknown = Object.keys(schema).filter((keyword) => !KNOWN.has(keyword));
  if (unknown.length > 0) return [`${at}: the schema says ${unknown.join(', ')}, which is not looked at here`];
  const wrong: string[] = [];
  const say = (what: string): void => void wrong.push(`${at}: ${what}`);
  const types = [schema['type'] ?? []].flat() as string[];
  if (types.length > 0 && !types.some((type) => isA(value, type))) say(`${JSON.stringify(value)} is no ${types.join(' or ')}`);
  if ('const' in schema && schema['const'] !== value) say(`${JSON.stringify(value)} is not ${JSON.stringify(schema['const'])}`);
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value))
    say(`${JSON.stringify(value)} is none of ${schema['enum'].join(', ')}`);
  if (typeof schema['pattern'] === 'string' && !new RegExp(schema['pattern']).test(String(value)))
    say(`${String(value)} is not like ${schema['pattern']}`);
  if (typeof schema['minimum'] === 'number' && Number(value) < schema['minimum'])
    say(`${String(value)} is less than ${schema['minimum']}`);
  for (const word of ['oneOf', 'anyOf'] as const) {
    const all = schema[word] as JsonSchema[] | undefined;
    const fitting = all?.filter((one) => misfits(value, one, at).length === 0).length;
    if (fitting === 0 || (word === 'oneOf' && fitting !== undefined && fitting > 1))
      say(`${JSON.stringify(value)} fits ${fitting} of ${word}`);
  }
  if (Array.isArray(value) && schema['items'])
    value.forEach((item, i) => void wrong.push(...misfits(item, schema['items'] as JsonSchema, `${at}[${i}]`)));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
    for (const name of (schema['required'] ?? []) as string[]) if (!Object.hasOwn(value, name)) say(`${name} is missing`);
    for (const [name, one] of Object.entries(value)) {
      const own = properties[name];
      if (own) wrong.push(...misfits(one, own, `${at}.${name}`));
      else if (schema['additionalProperties'] === false) say(`${name} is more than is published`);
    }
  }
  return wrong;
}

function isA(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
