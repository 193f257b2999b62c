/** Does a database say that it is another environment than the one it is configured as? */
import type { Found, Remedy } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { renameEnvironment } from '../sql/own-schema.ts';

interface Renamed extends Found {
  environment: string;
  stored: string;
}

export default rule({
  group: 'connection',
  severity: 'error',
  stops: true,
  title: 'The database calls itself by another name than the configuration does',
  harm: 'A URL that was copied into the wrong place would let the tests migrate, reset or repair production. Tidemark changes nothing there until it is settled.',
  background:
    'With the first change Tidemark stores the name of the environment in schema tidemark of the database. A branch or copy of production brings that name along; then it is right to claim it.',
  needs: ['environments', 'servers'],
  *check({ environments, servers }): Generator<Renamed> {
    for (const { name, named, from } of environments) {
      const server = servers.get(name);
      const stored = server?.ok ? server.value.storedEnvironment : null;
      if (!named || stored === null || stored === name) continue;
      yield {
        environment: name,
        subject: { object: stored },
        says: `The database that is configured as ${name} says that it is ${stored}.`,
        evidence: [`tidemark.environment holds "${stored}"`, `the URL of ${name} comes from ${from}`],
        confidence: 'proven',
        stored,
      };
    }
  },
  remedies: ({ environment, stored }): Remedy[] => [
    {
      name: 'claim',
      says: `Call it ${environment} from now on. Only when this is no longer the database of ${stored}.`,
      command: `npx tidemark repair environment-name -e ${environment} --on ${environment}`,
      change: [
        {
          kind: 'sql',
          environment,
          says: `Store the name ${environment} in place of ${stored}.`,
          text: renameEnvironment(stored, environment),
          undo: renameEnvironment(environment, stored),
          claims: stored,
        },
      ],
    },
  ],
  advice: 'Look at the URL first. A copy of another database may be claimed; the database itself may not.',
});
