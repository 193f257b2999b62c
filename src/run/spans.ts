/** OpenTelemetry spans of a run and of each migration, when OTEL_* is set and the project has @opentelemetry/api. Loaded only then. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Answer, Input } from './input.ts';
import type { Listener, Progress } from './progress.ts';

/** What we use of https://www.npmjs.com/package/@opentelemetry/api, whose objects do nothing until the project starts an SDK. */
interface Api {
  trace: { getTracer(name: string): Tracer; setSpan(context: unknown, span: Span): unknown };
  context: { active(): unknown };
}
interface Tracer {
  startSpan(name: string, options: { kind: number; attributes?: Attributes }, context?: unknown): Span;
}
interface Span {
  setAttributes(attributes: Attributes): unknown;
  addEvent(name: string, attributes?: Attributes): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  end(): void;
}
type Attributes = Record<string, string | number>;

/** SpanKind and SpanStatusCode. */
const [INTERNAL, CLIENT, ERROR] = [0, 2, 2];

/** `over` listens, then hands on; `end` when the run is done, or threw. */
export type Spans = { over(tell: Listener): Listener; end(): void };

/** null: no package. `answer` is the one that the run fills in. */
export async function spansOf({ cwd }: Pick<Input, 'cwd'>, answer: Answer): Promise<Spans | null> {
  const api = await apiOf(cwd);
  if (api === null) return null;
  const tracer = api.trace.getTracer('tidemark');
  const whole = tracer.startSpan(`tidemark ${answer.command}`, { kind: INTERNAL });
  const inside = api.trace.setSpan(api.context.active(), whole);
  let migration: Span | null = null;
  const listen = (p: Progress): void => {
    if (p.event === 'waiting') (migration ?? whole).addEvent('waiting', { for: p.for, seconds: p.seconds });
    // Tried again is the same span; a part of a migration has one of its own.
    if (p.event === 'running' && p.migration !== undefined && migration === null) {
      const own = { 'tidemark.migration': p.migration, ...(p.part === undefined ? {} : { 'tidemark.part': p.part }) };
      const attributes = { ...placeOf(answer, p.environment), ...own };
      migration = tracer.startSpan('apply migration', { kind: CLIENT, attributes }, inside);
    }
    if (p.event === 'committed' && migration !== null) {
      migration.end();
      migration = null;
    }
  };
  return {
    over: (tell) => async (progress) => {
      listen(progress);
      await tell(progress);
    },
    end() {
      const { problem } = answer;
      for (const span of [migration, whole]) {
        if (span === whole) span.setAttributes({ 'tidemark.exit': answer.exit, ...placeOf(answer, answer.environments[0]) });
        if (problem) {
          const state = problem.details?.sqlstate;
          span?.setAttributes({ 'error.type': state ?? problem.code, ...(state ? { 'db.response.status_code': state } : {}) });
          span?.setStatus({ code: ERROR, message: problem.message });
        }
        span?.end();
      }
    },
  };
}

/** https://opentelemetry.io/docs/specs/semconv/db/sql/ */
function placeOf({ targets }: Answer, environment: string | undefined): Attributes {
  const target = targets.find((t) => t.environment === environment);
  const named = environment === undefined ? {} : { 'tidemark.environment': environment };
  if (!target) return named;
  const { host, database } = target;
  const colon = host.lastIndexOf(':');
  const port = Number(host.slice(colon + 1));
  const split = colon > 0 && Number.isInteger(port);
  return {
    ...named,
    'db.system.name': 'postgresql',
    ...(database ? { 'db.namespace': database } : {}),
    'server.address': split ? host.slice(0, colon) : host,
    ...(split ? { 'server.port': port } : {}),
  };
}

async function apiOf(cwd: string): Promise<Api | null> {
  try {
    const file = createRequire(join(cwd, 'package.json')).resolve('@opentelemetry/api');
    const loaded = (await import(pathToFileURL(file).href)) as Api & { default?: Api };
    return loaded.default ?? loaded;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}
