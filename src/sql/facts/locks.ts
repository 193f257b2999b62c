/** Which relations does a statement lock so that others have to wait: readers too, or writers only? */
import type { LockNeed, RelationName } from '../../model/sql.ts';
import { type Body, each, type Node, objectName, type Readers, readWith, relationName } from './tree.ts';

const readers = (relation: RelationName): LockNeed => ({ relation, stops: 'readers' });
const writers = (relation: RelationName): LockNeed => ({ relation, stops: 'writers' });

/** SHARE UPDATE EXCLUSIVE: neither readers nor writers wait (PostgreSQL's manual, ALTER TABLE). */
const LIGHT = new Set([
  'AT_ValidateConstraint',
  'AT_SetStatistics',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_ClusterOn',
  'AT_DropCluster',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
]);

/** SHARE ROW EXCLUSIVE. */
const TRIGGERS = new Set([
  'AT_EnableTrig',
  'AT_DisableTrig',
  'AT_EnableTrigAll',
  'AT_DisableTrigAll',
  'AT_EnableTrigUser',
  'AT_DisableTrigUser',
]);

const RELATIONS = new Set(['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_FOREIGN_TABLE', 'OBJECT_SEQUENCE']);

const NEEDS: Readers<LockNeed[]> = {
  AlterTableStmt: altered,
  CreateStmt: (s) => referenced(s.tableElts),
  DropStmt: (s) => (RELATIONS.has(s.removeType ?? '') ? (s.objects ?? []).map((o) => readers(objectName(o))) : []),
  RenameStmt: (s) => (s.relation ? [readers(relationName(s.relation))] : []),
  AlterObjectSchemaStmt: (s) => (s.relation ? [readers(relationName(s.relation))] : []),
  TruncateStmt: (s) => [...each(s.relations, 'RangeVar')].map((r) => readers(relationName(r))),
  RuleStmt: (s) => [readers(relationName(s.relation))],
  CreatePolicyStmt: (s) => [readers(relationName(s.table))],
  AlterPolicyStmt: (s) => [readers(relationName(s.table))],
  ClusterStmt: (s) => (s.relation ? [readers(relationName(s.relation))] : []),
  RefreshMatViewStmt: (s) => (s.concurrent ? [] : [readers(relationName(s.relation))]),
  IndexStmt: (s) => (s.concurrent ? [] : [writers(relationName(s.relation))]),
  CreateTrigStmt: (s) => [writers(relationName(s.relation))],
};

/** What is created in the same file, or does not exist, needs no thought; the server says so when it is asked. */
export const locksOf = (node: Node): LockNeed[] => readWith(NEEDS, node) ?? [];

function altered({ relation, cmds }: Body<'AlterTableStmt'>): LockNeed[] {
  const own = relationName(relation);
  const needs: LockNeed[] = [];
  for (const { subtype = '', def } of each(cmds, 'AlterTableCmd')) {
    if (LIGHT.has(subtype)) continue;
    const partition = def && 'PartitionCmd' in def ? def.PartitionCmd : undefined;
    if (subtype === 'AT_AttachPartition' && partition) needs.push(readers(relationName(partition.name)));
    else if (partition?.concurrent) continue;
    else if (TRIGGERS.has(subtype)) needs.push(writers(own));
    else if (subtype === 'AT_AddConstraint' && def && 'Constraint' in def && def.Constraint.contype === 'CONSTR_FOREIGN')
      needs.push(writers(own), writers(relationName(def.Constraint.pktable)));
    else needs.push(readers(own));
  }
  return needs;
}

/** A foreign key of a new table keeps writers of the table that it refers to waiting. */
function referenced(elements: readonly Node[] | undefined): LockNeed[] {
  const constraints = [
    ...each(elements, 'Constraint'),
    ...[...each(elements, 'ColumnDef')].flatMap((c) => [...each(c.constraints, 'Constraint')]),
  ];
  return constraints.filter((c) => c.contype === 'CONSTR_FOREIGN').map((c) => writers(relationName(c.pktable)));
}
