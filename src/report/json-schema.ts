/** The few words in which our JSON Schemas are written. */

export interface JsonSchema {
  [keyword: string]: unknown;
}

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
export const text: JsonSchema = { type: 'string' };
export const nullableText: JsonSchema = { type: ['string', 'null'] };
export const texts: JsonSchema = { type: 'array', items: text };
export const whole: JsonSchema = { type: 'integer', minimum: 0 };
export const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
export const one = (...values: readonly (string | number)[]): JsonSchema =>
  values.length === 1 ? { const: values[0] } : { enum: values };
export const ref = (name: string): JsonSchema => ({ $ref: `${name}.json` });

/** An object with exactly these keys; those that end in `?` may be absent. */
export function record(keys: Record<string, JsonSchema>): JsonSchema {
  const properties = Object.fromEntries(Object.entries(keys).map(([k, schema]) => [k.replace(/\?$/, ''), schema]));
  const required = Object.keys(keys).filter((k) => !k.endsWith('?'));
  return { type: 'object', properties, required, additionalProperties: false };
}

export const file = (name: string, title: string, schema: JsonSchema): JsonSchema => ({
  $schema: DRAFT,
  $id: `${name}.json`,
  title,
  ...schema,
});

/** Data may gain keys with a minor release; those named here stay. */
export const open = (schema: JsonSchema): JsonSchema => ({ ...schema, additionalProperties: true });
