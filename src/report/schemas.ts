/** What `--json` prints, as JSON Schemas (draft 2020-12), one a file name; they refer to each other by it. */
import type { ProblemDetails } from '../base/problem.ts';
import { eventSchema } from './events.ts';
import { file, type JsonSchema, list, nullableText, one, open, record, ref, text, texts, whole } from './json-schema.ts';
import { HAZARDS } from './plan.ts';
import { catalogSchemas } from './schemas-of-catalogs.ts';

export type { JsonSchema } from './json-schema.ts';

const tableName = record({ schema: text, name: text });
const row: JsonSchema = { type: ['object', 'null'], additionalProperties: nullableText };
const position = record({ lastValue: text, isCalled: { type: 'boolean' } });
const sequence = record({ schema: text, name: text, before: position, after: position });
const edit = record({ offset: whole, was: text, now: text, 'encoding?': one('base64') });

const unchecked = record({
  what: text,
  why: text,
  'environment?': text,
  'because?': text,
  rules: texts,
  'absent?': { const: true },
});

const finding = record({
  rule: text,
  severity: one('error', 'warning', 'note'),
  confidence: one('proven', 'derived', 'stated', 'suspected'),
  'environment?': text,
  subject: record({
    'migration?': text,
    'file?': text,
    'line?': { type: 'integer', minimum: 1 },
    'row?': text,
    'object?': text,
    'variable?': text,
  }),
  says: text,
  harm: text,
  evidence: texts,
  remedies: list(record({ name: text, says: text, command: text })),
  'advice?': text,
  'because?': text,
  'acknowledged?': record({ reason: text, on: text, by: text }),
});

/** A step may gain keys: readers go by `kind` and `says`. */
const step = (kind: string, keys: Record<string, JsonSchema>): JsonSchema => ({
  ...record({ kind: one(kind), says: text, ...keys }),
  additionalProperties: true,
});

const plan: JsonSchema = {
  ...record({
    format: one(1),
    hash: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    command: text,
    'environment?': text,
    notes: texts,
    assumes: list({
      oneOf: [
        record({ kind: one('file'), path: text, print: nullableText }),
        record({ kind: one('history'), environment: text, table: tableName, print: nullableText }),
        record({ kind: one('environment'), environment: text, stored: nullableText }),
      ],
    }),
    steps: list({
      oneOf: [
        step('file', { path: text, edits: list(edit), before: nullableText, after: nullableText }),
        step('history', {
          environment: text,
          table: tableName,
          rows: list(record({ before: row, after: row })),
          'sequence?': sequence,
        }),
        step('sql', { environment: text, 'migration?': { type: 'object' }, text, undo: nullableText }),
      ],
    }),
    hazards: list(one(...Object.keys(HAZARDS))),
    expects: list(record({ says: text, rule: text, subject: text })),
    unseen: list(unchecked),
    'undoes?': text,
    'finishes?': record({ id: text, how: one('finish', 'discard') }),
    undo: { oneOf: [record({ by: one('receipt') }), record({ by: one('nothing'), why: text })] },
  }),
};

const receipt = record({
  format: one(1),
  id: text,
  plan: ref('plan'),
  'environment?': text,
  at: { type: 'string', format: 'date-time' },
  by: text,
  outcome: one('applied', 'started'),
  'undoneBy?': text,
});

const ran = record({
  migrations: list(record({ names: texts, at: { type: 'string', format: 'date-time' }, milliseconds: whole })),
  waited: list(record({ for: text, seconds: { type: 'number' } })),
});

const natural: JsonSchema = { type: 'integer', minimum: 1 };
/** It may gain keys: a driver or a server tells what it can. */
const details: JsonSchema = {
  ...record({
    'environment?': text,
    'migration?': text,
    'file?': text,
    'line?': natural,
    'column?': natural,
    'statement?': text,
    'nth?': natural,
    'statements?': whole,
    'sqlstate?': { type: 'string', pattern: '^[0-9A-Z]{5}$' },
    'condition?': text,
    'says?': text,
    'detail?': text,
    'hint?': text,
    'context?': text,
    'object?': record({ 'schema?': text, 'table?': text, 'column?': text, 'constraint?': text, 'dataType?': text }),
    'state?': one('unchanged', 'part', 'unknown'),
    'committed?': whole,
    'waited?': whole,
    'blockers?': texts,
    'wants?': record({ accept: texts, on: texts, 'plan?': text }),
  } satisfies Record<`${keyof Required<ProblemDetails>}?`, JsonSchema>),
  additionalProperties: true,
};

const problem = record({
  code: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
  message: text,
  why: text,
  fix: text,
  'details?': details,
});

const answer = record({
  format: one(1),
  command: text,
  environments: texts,
  ok: { type: 'boolean' },
  verdict: text,
  findings: list(ref('finding')),
  unchecked: list(unchecked),
  'plan?': ref('plan'),
  'receipt?': ref('receipt'),
  'problem?': ref('problem'),
  data: {},
});

const migration = open(
  record({
    name: text,
    'file?': nullableText,
    state: one('applied', 'pending', 'out-of-order', 'unreadable'),
    'at?': nullableText,
    'odd?': { anyOf: [nullableText, texts] },
  }),
);
const orphan = open(record({ id: nullableText, hash: nullableText, at: nullableText }));
const place = record({ environment: text, driver: text, host: text, database: text, role: text });
const status = open(
  record({
    environments: list(
      open(record({ name: text, target: place, migrations: list(migration), rows: list(orphan), 'unread?': text })),
    ),
  }),
);

const doctor = open(
  record({
    counts: record({ error: whole, warning: whole, note: whole, acknowledged: whole }),
    migrations: whole,
    environments: list(open(record({ name: text, read: { type: 'boolean' } }))),
  }),
);

/** As it was read; who undid it is seen by looking at all of them. */
const keptReceipt = open(
  record({
    receipt: open(
      record({
        format: one(1),
        id: text,
        plan: ref('plan'),
        'environment?': text,
        at: { type: 'string', format: 'date-time' },
        by: text,
        prints: { type: 'object', additionalProperties: text },
        'ran?': ran,
      }),
    ),
    in: record({ files: { type: 'boolean' }, databases: texts }),
    'undoneBy?': text,
  }),
);

const migrate = open(
  record({
    environment: text,
    migrations: texts,
    recorded: whole,
    'took?': list(record({ migration: text, milliseconds: whole })),
    'waited?': list(record({ for: text, seconds: { type: 'number' } })),
  }),
);

/** By file name without `.json`; `migrate`, `status`, `doctor`, `receipts` and `repair` describe `data` of that command. */
export const schemas: Readonly<Record<string, JsonSchema>> = {
  answer: file('answer', 'What every command prints with --json', answer),
  finding: file('finding', 'One thing that is wrong', finding),
  plan: file('plan', 'What a changing command would do', plan),
  receipt: file('receipt', 'What a changing command did', receipt),
  problem: file('problem', 'Why the job could not be done', problem),
  event: file('event', 'One line of --events', eventSchema()),
  migrate: file('migrate', 'data of migrate', migrate),
  status: file('status', 'data of status', status),
  doctor: file('doctor', 'data of doctor', doctor),
  receipts: file('receipts', 'data of receipts', open(record({ receipts: list(keptReceipt) }))),
  repair: file('repair', 'data of repair', { type: ['object', 'null'] }),
  ...catalogSchemas,
};
