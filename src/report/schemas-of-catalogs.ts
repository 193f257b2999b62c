/** JSON Schemas of what `diff`, `verify` and `audit` answer. */
import { CLASSES } from '../compare/catalogs/classes.ts';
import { file, type JsonSchema, list, nullableText, one, open, record, text, texts, whole } from './json-schema.ts';

const natural: JsonSchema = { type: 'integer', minimum: 1 };
const factClass = one(...CLASSES);
const notCompared = record({ what: text, count: whole, why: text });

const object: JsonSchema = {
  ...record({
    kind: text,
    id: text,
    parent: nullableText,
    inside: { type: 'boolean' },
    name: text,
    platform: { type: 'boolean' },
    facts: { type: 'object', additionalProperties: nullableText },
  }),
  type: ['object', 'null'],
  additionalProperties: true,
};

const difference = open(
  record({
    kind: text,
    id: text,
    is: one('left-only', 'right-only', 'changed', 'renamed'),
    class: factClass,
    facts: list(record({ fact: text, class: factClass, says: text, left: nullableText, right: nullableText })),
    left: object,
    right: object,
    within: { type: 'boolean' },
  }),
);

const side: JsonSchema = {
  ...open(record({ name: text, says: text, objects: whole, notes: texts })),
  type: ['object', 'null'],
};

const diff = open(
  record({
    left: side,
    right: side,
    counted: list(factClass),
    classes: { type: 'object', additionalProperties: whole },
    differences: list(difference),
    notCompared: list(notCompared),
  }),
);

const hashes: JsonSchema = { type: 'object', additionalProperties: text };

const verify = open(
  record({
    against: nullableText,
    assumed: texts,
    counted: list(factClass),
    environments: list(
      open(
        record({
          name: text,
          engine: nullableText,
          objects: whole,
          expected: nullableText,
          differences: list(difference),
          notCompared: list(notCompared),
          history: { ...record({ applied: whole, pending: texts, odd: whole }), type: ['object', 'null'] },
        }),
      ),
    ),
    alike: list(texts),
    'fingerprints?': list(
      open(
        record({
          environment: text,
          engine: text,
          whole: text,
          kinds: hashes,
          'own?': open(record({ whole: text, kinds: hashes })),
          notCompared: list(notCompared),
        }),
      ),
    ),
    'otherwise?': list(open(record({ environments: texts, from: text, kinds: texts, command: text }))),
    'leftOut?': texts,
    'majors?': list(whole),
  }),
);

const judgedStatement = open(
  record({
    offset: whole,
    length: whole,
    line: natural,
    tag: text,
    touches: one('schema', 'data', 'both', 'nothing'),
    verdict: one('executed', 'not-executed', 'superseded', 'undecidable', 'nothing'),
    speaksFor: texts,
    speaksAgainst: texts,
    'probe?': text,
    'loses?': list(record({ what: text, rows: { type: ['integer', 'null'] } })),
  }),
);

const judgedMigration = open(
  record({
    migration: text,
    file: nullableText,
    recorded: { type: 'boolean' },
    verdict: one('executed', 'not-executed', 'partly', 'data-unknown', 'superseded', 'undecided', 'nothing'),
    statements: list(judgedStatement),
  }),
);

const stands: JsonSchema = {
  oneOf: [
    open(record({ is: one('at'), migration: nullableText, or: texts })),
    open(record({ is: one('all-but'), migration: text, missing: texts, or: texts })),
    open(record({ is: one('near'), migration: nullableText, differences: whole })),
  ],
};

const oneAudit = open(
  record({
    environment: text,
    system: open(record({ tool: text, folder: text, own: { type: 'boolean' } })),
    migrations: list(judgedMigration),
    stands,
    drift: list(difference),
    notCompared: list(notCompared),
    proof: { ...open(record({ engine: text, replayed: texts })), type: ['object', 'null'] },
    'unproven?': text,
  }),
);

const audit = open(
  record({
    environments: list(
      open(
        record({
          name: text,
          engine: nullableText,
          objects: whole,
          histories: list(open(record({ tool: text, table: text, rows: whole, says: texts }))),
          audits: list(oneAudit),
        }),
      ),
    ),
    assumed: texts,
  }),
);

export const catalogSchemas: Readonly<Record<string, JsonSchema>> = {
  diff: file('diff', 'data of diff', diff),
  verify: file('verify', 'data of verify', verify),
  audit: file('audit', 'data of audit', audit),
};
