/** How does a statement stand to transactions: can it run in one, does it begin or end one, what outlives it in the session? */
import type { Statement } from '../../model/sql.ts';
import { endsTransactions } from './trace.ts';
import { each, type Node, option, type Readers, readWith, switchedOn } from './tree.ts';

/** What PostgreSQL hands to PreventInTransactionBlock; what depends on the catalog (a partitioned table, a slot) is not here. */
const ALONE: Readers<string | false> = {
  IndexStmt: (s) => s.concurrent === true && 'CREATE INDEX CONCURRENTLY',
  DropStmt: (s) => s.concurrent === true && 'DROP INDEX CONCURRENTLY',
  ReindexStmt: (s) => {
    if (s.kind === 'REINDEX_OBJECT_SCHEMA') return 'REINDEX SCHEMA';
    if (s.kind === 'REINDEX_OBJECT_SYSTEM') return 'REINDEX SYSTEM';
    if (s.kind === 'REINDEX_OBJECT_DATABASE') return 'REINDEX DATABASE';
    return switchedOn(s.params, 'concurrently') && 'REINDEX CONCURRENTLY';
  },
  AlterTableStmt: (s) => {
    for (const { subtype, def } of each(s.cmds, 'AlterTableCmd')) {
      if (subtype === 'AT_DetachPartition' && def && 'PartitionCmd' in def && def.PartitionCmd.concurrent)
        return 'ALTER TABLE ... DETACH CONCURRENTLY';
    }
    return false;
  },
  VacuumStmt: (s) => s.is_vacuumcmd === true && 'VACUUM',
  ClusterStmt: (s) => !s.relation && 'CLUSTER',
  AlterSystemStmt: () => 'ALTER SYSTEM',
  CreatedbStmt: () => 'CREATE DATABASE',
  DropdbStmt: () => 'DROP DATABASE',
  AlterDatabaseStmt: (s) => option(s.options, 'tablespace') !== undefined && 'ALTER DATABASE SET TABLESPACE',
  CreateTableSpaceStmt: () => 'CREATE TABLESPACE',
  DropTableSpaceStmt: () => 'DROP TABLESPACE',
  CreateSubscriptionStmt: (s) =>
    switchedOn(s.options, 'create_slot', switchedOn(s.options, 'connect', true)) &&
    'CREATE SUBSCRIPTION ... WITH (create_slot = true)',
  AlterSubscriptionStmt: (s) => {
    if (s.kind === 'ALTER_SUBSCRIPTION_REFRESH') return 'ALTER SUBSCRIPTION ... REFRESH';
    const publications =
      s.kind === 'ALTER_SUBSCRIPTION_SET_PUBLICATION' ||
      s.kind === 'ALTER_SUBSCRIPTION_ADD_PUBLICATION' ||
      s.kind === 'ALTER_SUBSCRIPTION_DROP_PUBLICATION';
    return publications && switchedOn(s.options, 'refresh', true) && 'ALTER SUBSCRIPTION with refresh';
  },
  TransactionStmt: (s) => {
    if (s.kind === 'TRANS_STMT_COMMIT_PREPARED') return 'COMMIT PREPARED';
    return s.kind === 'TRANS_STMT_ROLLBACK_PREPARED' && 'ROLLBACK PREPARED';
  },
  DiscardStmt: (s) => s.target === 'DISCARD_ALL' && 'DISCARD ALL',
  DoStmt: (s) => endsTransactions({ DoStmt: s }) && 'DO with COMMIT or ROLLBACK',
};

/** In PostgreSQL's words. */
export function nonTransactional(node: Node): string | undefined {
  const command = readWith(ALONE, node);
  return command ? `${command} cannot run inside a transaction block` : undefined;
}

const CONTROL: { readonly [kind: string]: NonNullable<Statement['control']> } = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_PREPARE: 'commit',
  TRANS_STMT_COMMIT_PREPARED: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
  TRANS_STMT_ROLLBACK_PREPARED: 'rollback',
  TRANS_STMT_SAVEPOINT: 'savepoint',
  TRANS_STMT_RELEASE: 'savepoint',
  TRANS_STMT_ROLLBACK_TO: 'savepoint',
};

export const control = (node: Node): Statement['control'] => readWith({ TransactionStmt: (s) => CONTROL[s.kind ?? ''] }, node);

/** Settings that PostgreSQL itself ends with the transaction; the parser calls SET TRANSACTION the setting `TRANSACTION`. */
const OF_TRANSACTION = new Set([
  'TRANSACTION',
  'TRANSACTION SNAPSHOT',
  'transaction_isolation',
  'transaction_read_only',
  'transaction_deferrable',
]);

const DISCARDS = { DISCARD_ALL: 'ALL', DISCARD_PLANS: 'PLANS', DISCARD_SEQUENCES: 'SEQUENCES', DISCARD_TEMP: 'TEMP' };

const SESSION: Readers<string | undefined> = {
  VariableSetStmt: ({ kind, name = '', is_local }) => {
    if (kind === 'VAR_RESET_ALL') return 'RESET ALL';
    if (is_local || OF_TRANSACTION.has(name)) return undefined;
    const words = name === 'session_authorization' ? 'SESSION AUTHORIZATION' : name === 'role' ? 'ROLE' : name;
    return kind === 'VAR_RESET' ? `RESET ${words}` : `SET ${words}`;
  },
  ListenStmt: (s) => `LISTEN ${s.conditionname ?? ''}`,
  DiscardStmt: (s) => `DISCARD ${DISCARDS[s.target ?? 'DISCARD_ALL']}`,
};

/** What it sets, never to which value: values may be secret. `set_config` is seen where functions are. */
export const sessionChange = (node: Node): string | undefined => readWith(SESSION, node);
