/** Would drizzle-kit 1.0 see schema tidemark, and want to drop it? */
import type { Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { keepOwnSchemaAway, letsOwnSchemaThrough } from '../plans/own-schema.ts';

export default rule({
  group: 'config',
  severity: 'warning',
  title: 'drizzle-kit 1.0 looks at every schema, and so at the one that Tidemark keeps its receipts in',
  harm: 'drizzle-kit push proposes to drop schema tidemark with the receipts in it, and pull writes it into schema.ts.',
  background:
    "1.0 manages every schema unless schemaFilter says otherwise; 0.31 looks at public only. Beside names such as ['public'] a negation would let every other schema through, so it is added only where there is no filter, or one of '*' and negations.",
  needs: ['project', 'servers'],
  *check({ project, servers }) {
    const filter = project.schemaFilter;
    if (!letsOwnSchemaThrough(project) || !project.drizzleConfig) return;
    const there = [...servers].flatMap(([name, s]) => (s.ok && s.value.schemas.includes('tidemark') ? [name] : []));
    if (there.length === 0) return;
    yield {
      subject: { object: 'schemaFilter', file: project.drizzleConfig },
      says: `${project.drizzleConfig} ${filter ? `has schemaFilter ${JSON.stringify(filter)}` : 'has no schemaFilter'}, which lets schema tidemark through.`,
      evidence: there.map((name) => `schema tidemark exists${name === 'default' ? '' : ` in ${name}`}`),
    };
  },
  remedies: (_, { project }): Remedy[] => {
    const change = keepOwnSchemaAway(project);
    return change ? [{ name: 'add-filter', says: "Add '!tidemark' to schemaFilter.", change: [change] }] : [];
  },
  advice: "Write schemaFilter: ['!tidemark'] into drizzle.config.",
});
