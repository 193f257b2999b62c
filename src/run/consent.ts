/** Who said yes to what: a question without hazard to --yes, a hazard by its name, a protected environment by its own. */
import { Problem } from '../base/problem.ts';
import type { Command, Environment, Hazard, Plan } from '../model/index.ts';
import { short } from '../plans/seal.ts';
import type { Face, Input } from './input.ts';

/** Throws a Problem when consent is missing; resolves false when a person said no. */
export async function consent(
  command: Command,
  plan: Plan,
  environment: Environment | null,
  input: Input,
  face: Face,
): Promise<boolean> {
  const hazards = plan.hazards.filter((h) => !input.accept.includes(h));
  const claims = plan.steps.some((step) => step.kind === 'sql' && step.claims !== undefined);
  const guarded = environment?.protected === true || claims;
  const named = !guarded || (environment !== null && input.on.includes(environment.name));
  const retype = (more: string): string => `npx tidemark ${typedAs(command, environment, input)}${more}`;
  if (input.plan !== undefined && !plan.hash.startsWith(input.plan)) {
    throw new Problem('other-plan', `The plan is ${short(plan.hash)} now, not ${input.plan}.`, {
      why: 'Something it was made from changed since it was shown. Nothing was changed.',
      fix: retype(' --dry-run'),
    });
  }
  if (!face.ask) {
    const missing = [...hazards.map((h) => `--accept ${h}`), ...(named ? [] : [`--on ${environment?.name}`])];
    const reviewed =
      plan.hazards.length > 0 && guarded && command.name !== 'apply' && input.plan === undefined
        ? [`--plan ${short(plan.hash)}`]
        : [];
    const yes = input.yes || command.unasked || plan.hazards.length > 0 || (guarded && named) ? [] : ['--yes'];
    const all = [...missing, ...reviewed, ...yes];
    if (all.length === 0) return true;
    throw new Problem('consent-needed', 'Nobody is there to be asked, and something needs a yes.', {
      why: whyNot(hazards, guarded && !named, claims, environment),
      fix: retype(` ${all.join(' ')}`),
      details: {
        wants: {
          accept: hazards,
          on: named || !environment ? [] : [environment.name],
          ...(reviewed.length > 0 ? { plan: short(plan.hash) } : {}),
        },
      },
    });
  }
  if (!named && environment) {
    const typed = await face.ask.type(
      claims
        ? `The database gets the name ${environment.name}. Type it`
        : `${environment.name} is protected. Type its name to change it`,
    );
    if (typed.trim() !== environment.name) return false;
  }
  for (const hazard of hazards)
    if ((await face.ask.type(`This plan is a ${hazard} hazard. Type ${hazard} to accept it`)).trim() !== hazard) return false;
  if (input.yes || command.unasked || hazards.length > 0 || !named) return true;
  return face.ask.confirm('Apply this plan?');
}

/** Everything that shaped this plan, so that the line that is offered makes the same one. */
function typedAs(command: Command, environment: Environment | null, input: Input): string {
  const own = [...input.flags].flatMap(([name, values]) =>
    SHAPES.has(name) || command.flags.some((f) => f.name === name)
      ? values.map((v) => (v === '' ? `--${name}` : `--${name} ${quoted(v)}`))
      : [],
  );
  const where = environment && environment.name !== 'default' ? [`-e ${environment.name}`] : [];
  return [command.name, ...input.positionals.map(quoted), ...where, ...own].join(' ');
}

const SHAPES = new Set(['config', 'out', 'cwd']);

const quoted = (text: string): string => (/^[\w./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

function whyNot(hazards: readonly Hazard[], unnamed: boolean, claims: boolean, environment: Environment | null): string {
  if (unnamed && claims)
    return `The database calls itself otherwise, and is called ${environment?.name} only when that is said by name.`;
  if (unnamed) return `${environment?.name} is protected: it is changed only when it is named.`;
  if (hazards.length > 0)
    return `The plan has ${hazards.length === 1 ? 'a hazard' : 'hazards'}: ${hazards.join(', ')}. Nothing was changed.`;
  return 'This is no terminal. Nothing was changed.';
}
