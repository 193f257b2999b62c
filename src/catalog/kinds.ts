/** Every kind of object that is read, in alphabetical order; written by scripts/index.mjs. */
import type { Definition, Kind } from './kind.ts';
import aggregateKind from './kinds/aggregate.ts';
import castKind from './kinds/cast.ts';
import collationKind from './kinds/collation.ts';
import columnKind from './kinds/column.ts';
import compositeTypeKind from './kinds/composite-type.ts';
import constraintKind from './kinds/constraint.ts';
import defaultPrivilegesKind from './kinds/default-privileges.ts';
import domainKind from './kinds/domain.ts';
import enumKind from './kinds/enum.ts';
import eventTriggerKind from './kinds/event-trigger.ts';
import extensionKind from './kinds/extension.ts';
import foreignDataWrapperKind from './kinds/foreign-data-wrapper.ts';
import foreignServerKind from './kinds/foreign-server.ts';
import foreignTableKind from './kinds/foreign-table.ts';
import functionKind from './kinds/function.ts';
import indexKind from './kinds/index.ts';
import materializedViewKind from './kinds/materialized-view.ts';
import operatorKind from './kinds/operator.ts';
import policyKind from './kinds/policy.ts';
import publicationKind from './kinds/publication.ts';
import rangeTypeKind from './kinds/range-type.ts';
import ruleKind from './kinds/rule.ts';
import schemaKind from './kinds/schema.ts';
import sequenceKind from './kinds/sequence.ts';
import statisticsObjectKind from './kinds/statistics-object.ts';
import subscriptionKind from './kinds/subscription.ts';
import tableKind from './kinds/table.ts';
import textSearchConfigurationKind from './kinds/text-search-configuration.ts';
import textSearchDictionaryKind from './kinds/text-search-dictionary.ts';
import triggerKind from './kinds/trigger.ts';
import userMappingKind from './kinds/user-mapping.ts';
import viewKind from './kinds/view.ts';
import viewColumnKind from './kinds/view-column.ts';

const named = (name: string, definition: Definition): Kind => ({ ...definition, name });

export const kinds: readonly Kind[] = [
  named('aggregate', aggregateKind),
  named('cast', castKind),
  named('collation', collationKind),
  named('column', columnKind),
  named('composite-type', compositeTypeKind),
  named('constraint', constraintKind),
  named('default-privileges', defaultPrivilegesKind),
  named('domain', domainKind),
  named('enum', enumKind),
  named('event-trigger', eventTriggerKind),
  named('extension', extensionKind),
  named('foreign-data-wrapper', foreignDataWrapperKind),
  named('foreign-server', foreignServerKind),
  named('foreign-table', foreignTableKind),
  named('function', functionKind),
  named('index', indexKind),
  named('materialized-view', materializedViewKind),
  named('operator', operatorKind),
  named('policy', policyKind),
  named('publication', publicationKind),
  named('range-type', rangeTypeKind),
  named('rule', ruleKind),
  named('schema', schemaKind),
  named('sequence', sequenceKind),
  named('statistics-object', statisticsObjectKind),
  named('subscription', subscriptionKind),
  named('table', tableKind),
  named('text-search-configuration', textSearchConfigurationKind),
  named('text-search-dictionary', textSearchDictionaryKind),
  named('trigger', triggerKind),
  named('user-mapping', userMappingKind),
  named('view', viewKind),
  named('view-column', viewColumnKind),
];
