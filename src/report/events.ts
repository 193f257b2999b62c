/** The events of `--events` and of `onProgress`: what each says and carries, as a JSON Schema and as the page in docs. */
import type { Progress } from '../run/progress.ts';
import type { Holder } from '../sql/blockers.ts';

interface Key {
  says: string;
  schema: Readonly<Record<string, unknown>>;
}

/** A key ends in `?` where the event may lack it: what the types say, in words. */
type Keys<P> = {
  readonly [K in keyof P & string as K extends 'event' ? never : Record<never, never> extends Pick<P, K> ? `${K}?` : K]: Key;
};

const plain = (name: string): string => (name.endsWith('?') ? name.slice(0, -1) : name);
const key =
  (schema: Readonly<Record<string, unknown>>) =>
  (says: string): Key => ({ says, schema });
const text = key({ type: 'string' });
const whole = key({ type: 'integer', minimum: 0 });
const from1 = key({ type: 'integer', minimum: 1 });
const nullable = (type: string): Key['schema'] => ({ type: [type, 'null'] });

const HOLDER: Keys<Holder> = {
  pid: { says: 'of its backend; null for a prepared transaction', schema: nullable('integer') },
  kind: {
    says: '`session`, `prepared` (a prepared transaction) or `autovacuum`',
    schema: { enum: ['session', 'prepared', 'autovacuum'] },
  },
  application: {
    says: 'its application_name; null where it has none, or PostgreSQL does not tell this role',
    schema: nullable('string'),
  },
  name: { says: 'of a prepared transaction', schema: nullable('string') },
  state: { says: 'as in pg_stat_activity', schema: nullable('string') },
  seconds: { says: 'since its transaction began', schema: nullable('number') },
  relation: { says: 'what it holds', schema: nullable('string') },
  query: { says: 'what it runs; null unless `--show-queries` asked for it', schema: nullable('string') },
};

const environment = text('whose database it is');
const migration = text('its name, as `status` shows it');

export const EVENTS: {
  readonly [E in Progress['event']]: { says: string; keys: Keys<Extract<Progress, { event: E }>> };
} = {
  waiting: {
    says: 'Something is in the way, and it will be tried again. Told at once and then every few seconds.',
    keys: {
      for: text('what is waited for, in words'),
      seconds: whole('how long by now'),
      'until?': whole('seconds after which it is given up'),
      'holders?': { says: 'who is in the way', schema: { type: 'array', items: objectOf(HOLDER) } },
    },
  },
  running: {
    says: 'A transaction is sent. Told again for each time that it is tried.',
    keys: {
      environment,
      says: text('what it does, in words'),
      'migration?': migration,
      'part?': from1('which part of the migration, where one transaction cannot hold it'),
    },
  },
  part: {
    says: 'A part begins of a migration that one transaction cannot hold.',
    keys: { environment, migration, part: from1('which one'), parts: from1('of how many') },
  },
  progress: {
    says: 'A statement has been running for longer than two seconds. Told every two seconds, with what PostgreSQL counts where it counts.',
    keys: {
      environment,
      'migration?': migration,
      seconds: whole('since it was sent'),
      'what?': text('`index build`, `rewrite`, `vacuum`, `analyze` or `copy`'),
      'phase?': text('as PostgreSQL calls it'),
      'done?': whole('blocks, rows, lockers or bytes by now'),
      'total?': whole('of how many; 0: there is no denominator'),
    },
  },
  cleared: {
    says: 'Something that an earlier try left half done was taken away, before it is done anew.',
    keys: { environment, migration, what: text('the half-done thing'), statement: text('the SQL that took it away') },
  },
  committed: {
    says: 'It is committed, as durably as the server commits.',
    keys: {
      environment,
      'migration?': migration,
      'part?': from1('only that part of it'),
      milliseconds: whole('since it was sent first, waits included'),
    },
  },
  'started-written': {
    says: 'The note that a plan has been begun is on disk; a run that is killed is found by it.',
    keys: { id: text('of the plan’s receipt') },
  },
  'file-staged': { says: 'The new text of a file lies beside it.', keys: { path: text('relative to the project') } },
  'file-written': { says: 'A file is as the plan wants it.', keys: { path: text('relative to the project') } },
  'receipt-written': { says: 'The receipt is on disk.', keys: { id: text('by which it is undone') } },
};

function objectOf(keys: Readonly<Record<string, Key>>): Record<string, unknown> {
  const all = Object.entries(keys);
  return {
    type: 'object',
    properties: Object.fromEntries(all.map(([name, { schema }]) => [plain(name), schema])),
    required: all.flatMap(([name]) => (name.endsWith('?') ? [] : [name])),
    // Events may gain keys.
    additionalProperties: true,
  };
}

/** One event: one of these, told apart by `event`. */
export const eventSchema = (): Record<string, unknown> => ({
  oneOf: Object.entries(EVENTS).map(([event, { keys }]) =>
    objectOf({ event: { says: '', schema: { const: event } }, ...(keys as Readonly<Record<string, Key>>) }),
  ),
});

/** docs/events.md. */
export function eventsPage(): string {
  const rows = (keys: Readonly<Record<string, Key>>): string[] => [
    '| key | is |',
    '|---|---|',
    ...Object.entries(keys).map(
      ([name, { says }]) => `| \`${plain(name)}\` | ${says}${name.endsWith('?') ? ' (not always there)' : ''} |`,
    ),
  ];
  return [
    '# Events',
    '',
    'While a command changes something it tells what it does, one event a step.',
    '',
    '- `--events <file>` appends each as one line of JSON to a file, `--events -` writes them to stderr, and nothing else: the progress lines are left out, and what is told besides goes to stdout, where the answer is. With `--json` stdout is one object.',
    '- The library and the drop-in functions hand them to `onProgress`. It is awaited: what it does is done before the next step.',
    '- The schema is `tidemark/schema/event.json`. Events may gain keys, and kinds of events may be added; those named here stay.',
    '- No event holds a password. A statement of somebody else’s session is in one only with `--show-queries`.',
    '',
    'For a migration the order is `running` (again for each try, with `waiting` between), then `committed`. Without `committed` it is not known to be in: the exit status and the problem say what is.',
    ...Object.entries(EVENTS).flatMap(([event, { says, keys }]) => ['', `## ${event}`, '', says, '', ...rows(keys)]),
    '',
    'Each of `holders`:',
    '',
    ...rows(HOLDER),
    '',
  ].join('\n');
}
