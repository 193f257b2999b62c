/** Every kind of object that is read, in alphabetical order; written by scripts/index.mjs. */
import type { Definition, Kind } from './kind.ts';
import aggregate from './kinds/aggregate.ts';
import cast from './kinds/cast.ts';
import collation from './kinds/collation.ts';
import column from './kinds/column.ts';
import compositeType from './kinds/composite-type.ts';
import constraint from './kinds/constraint.ts';
import defaultPrivileges from './kinds/default-privileges.ts';
import domain from './kinds/domain.ts';
import eventTrigger from './kinds/event-trigger.ts';
import foreignDataWrapper from './kinds/foreign-data-wrapper.ts';
import foreignServer from './kinds/foreign-server.ts';
import foreignTable from './kinds/foreign-table.ts';
import index from './kinds/index.ts';
import operator from './kinds/operator.ts';
import publication from './kinds/publication.ts';
import rangeType from './kinds/range-type.ts';
import rule from './kinds/rule.ts';
import subscription from './kinds/subscription.ts';
import table from './kinds/table.ts';
import textSearchConfiguration from './kinds/text-search-configuration.ts';
import textSearchDictionary from './kinds/text-search-dictionary.ts';
import userMapping from './kinds/user-mapping.ts';

const named = (name: string, definition: Definition): Kind => ({ ...definition, name });

export const kinds: readonly Kind[] = [
  named('aggregate', aggregate),
  named('cast', cast),
  named('collation', collation),
  named('column', column),
  named('composite-type', compositeType),
  named('constraint', constraint),
  named('default-privileges', defaultPrivileges),
  named('domain', domain),
  named('event-trigger', eventTrigger),
  named('foreign-data-wrapper', foreignDataWrapper),
  named('foreign-server', foreignServer),
  named('foreign-table', foreignTable),
  named('index', index),
  named('operator', operator),
  named('publication', publication),
  named('range-type', rangeType),
  named('rule', rule),
  named('subscription', subscription),
  named('table', table),
  named('text-search-configuration', textSearchConfiguration),
  named('text-search-dictionary', textSearchDictionary),
  named('user-mapping', userMapping),
];
