/** Where does a value differ from one of our published JSON Schemas? As much of the language as those use. */
import { type JsonSchema, schemas } from '../../src/report/schemas.ts';

/** Paths with what was wanted there; empty: it fits. */
export function misfits(value: unknown, schema: JsonSchema, path = '$'): string[] {
  const { $ref, oneOf, anyOf, type, properties = {}, required = [], items, additionalProperties } = schema as Schema;
  if ($ref) return misfits(value, schemas[$ref.replace('.json', '')] ?? {}, path);
  const some = oneOf ?? anyOf;
  if (some) return some.some((s) => misfits(value, s, path).length === 0) ? [] : [`${path} fits none of ${some.length}`];
  if ('const' in schema && value !== schema['const']) return [`${path} is not ${String(schema['const'])}`];
  if (schema['enum'] && !(schema['enum'] as unknown[]).includes(value)) return [`${path} is ${String(value)}`];
  if (type && ![type].flat().includes(typeOf(value)) && !(typeOf(value) === 'integer' && [type].flat().includes('number')))
    return [`${path} is ${typeOf(value)}, not ${[type].flat().join(' or ')}`];
  if (Array.isArray(value)) return items ? value.flatMap((v, i) => misfits(v, items, `${path}[${i}]`)) : [];
  if (typeof value !== 'object' || value === null) return [];
  const missing = required.filter((key) => !(key in value)).map((key) => `${path}.${key} is missing`);
  const each = Object.entries(value).flatMap(([key, v]) => {
    const known = properties[key];
    if (known) return misfits(v, known, `${path}.${key}`);
    if (typeof additionalProperties === 'object') return misfits(v, additionalProperties, `${path}.${key}`);
    return additionalProperties === false ? [`${path}.${key} is not known`] : [];
  });
  return [...missing, ...each];
}

interface Schema {
  $ref?: string;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
