/** Every rule, in alphabetical order; written by scripts/index.mjs. */
import type { AnyRule } from '../model/rule.ts';
import bothLayouts from './both-layouts.ts';
import branchConflict from './branch-conflict.ts';
import breakpointInsideText from './breakpoint-inside-text.ts';
import breakpointsDisabled from './breakpoints-disabled.ts';
import clockOff from './clock-off.ts';
import conflictMarkersInSql from './conflict-markers-in-sql.ts';
import cosmeticEdit from './cosmetic-edit.ts';
import crlfUnpinned from './crlf-unpinned.ts';
import datedNameRollsOver from './dated-name-rolls-over.ts';
import datedNameWithoutTime from './dated-name-without-time.ts';
import duplicateContent from './duplicate-content.ts';
import duplicatePrefix from './duplicate-prefix.ts';
import duplicateTag from './duplicate-tag.ts';
import editedMigration from './edited-migration.ts';
import emptyMigration from './empty-migration.ts';
import entryWithoutFile from './entry-without-file.ts';
import enumValueUsedInSameRun from './enum-value-used-in-same-run.ts';
import environmentDrift from './environment-drift.ts';
import environmentName from './environment-name.ts';
import extensionMissing from './extension-missing.ts';
import folderOrderDiffers from './folder-order-differs.ts';
import folderRenamedAfterApply from './folder-renamed-after-apply.ts';
import folderSortsBeforeParent from './folder-sorts-before-parent.ts';
import folderUnreadable from './folder-unreadable.ts';
import folderWithoutMigrationSql from './folder-without-migration-sql.ts';
import futureStamp from './future-stamp.ts';
import gitignoredMigrations from './gitignored-migrations.ts';
import halfUpgradedHistory from './half-upgraded-history.ts';
import historyElsewhere from './history-elsewhere.ts';
import historyExtraColumns from './history-extra-columns.ts';
import historyHasTriggers from './history-has-triggers.ts';
import historyLost from './history-lost.ts';
import historyNotATable from './history-not-a-table.ts';
import historyNotReadable from './history-not-readable.ts';
import historyNotWritable from './history-not-writable.ts';
import historyRowSecurity from './history-row-security.ts';
import historySequenceBehind from './history-sequence-behind.ts';
import historyStampColumnType from './history-stamp-column-type.ts';
import historyUnlogged from './history-unlogged.ts';
import historyWrongShape from './history-wrong-shape.ts';
import hostWithoutSsl from './host-without-ssl.ts';
import identifierTooLong from './identifier-too-long.ts';
import interruptedMigration from './interrupted-migration.ts';
import interruptedPlan from './interrupted-plan.ts';
import invalidUtf8 from './invalid-utf8.ts';
import journalConflictMarkers from './journal-conflict-markers.ts';
import journalEntryWithoutTag from './journal-entry-without-tag.ts';
import journalMissing from './journal-missing.ts';
import journalNotJson from './journal-not-json.ts';
import journalWrongShape from './journal-wrong-shape.ts';
import kitOrmMismatch from './kit-orm-mismatch.ts';
import lateMigration from './late-migration.ts';
import legacySystemBeside from './legacy-system-beside.ts';
import linesDisagree from './lines-disagree.ts';
import looseSqlFile from './loose-sql-file.ts';
import markedNotRun from './marked-not-run.ts';
import migrationsFolderMissing from './migrations-folder-missing.ts';
import nextNumberTaken from './next-number-taken.ts';
import noCreatePrivilege from './no-create-privilege.ts';
import notInATransaction from './not-in-a-transaction.ts';
import nulByte from './nul-byte.ts';
import oldLayoutRefused from './old-layout-refused.ts';
import openBranches from './open-branches.ts';
import orphanFile from './orphan-file.ts';
import orphanRow from './orphan-row.ts';
import otherDatabasesSame from './other-databases-same.ts';
import poolerInUrl from './pooler-in-url.ts';
import prefixDroppedBy10 from './prefix-dropped-by-1-0.ts';
import psqlSyntax from './psql-syntax.ts';
import pullBaselineComment from './pull-baseline-comment.ts';
import ranNotRecorded from './ran-not-recorded.ts';
import readOnlyServer from './read-only-server.ts';
import receiptUnreadable from './receipt-unreadable.ts';
import recordedAmbiguously from './recorded-ambiguously.ts';
import recordedAsText from './recorded-as-text.ts';
import recordedAtWallClock from './recorded-at-wall-clock.ts';
import recordedByName from './recorded-by-name.ts';
import recordedInSeconds from './recorded-in-seconds.ts';
import recordedStampDiffers from './recorded-stamp-differs.ts';
import recordedTwice from './recorded-twice.ts';
import recordedWithOtherLineEnds from './recorded-with-other-line-ends.ts';
import recordedWithoutName from './recorded-without-name.ts';
import recordedWithoutTime from './recorded-without-time.ts';
import schemaAhead from './schema-ahead.ts';
import schemaFilterLetsTidemarkThrough from './schema-filter-lets-tidemark-through.ts';
import searchPathElsewhere from './search-path-elsewhere.ts';
import serverTooOld from './server-too-old.ts';
import sessionState from './session-state.ts';
import severalDrizzleFolders from './several-drizzle-folders.ts';
import severalStatementsPerChunk from './several-statements-per-chunk.ts';
import skippedMigration from './skipped-migration.ts';
import snapshotConflictMarkers from './snapshot-conflict-markers.ts';
import snapshotLostInMerge from './snapshot-lost-in-merge.ts';
import snapshotMalformed from './snapshot-malformed.ts';
import snapshotMissingLatest from './snapshot-missing-latest.ts';
import snapshotMissingMiddle from './snapshot-missing-middle.ts';
import snapshotNewerThanKit from './snapshot-newer-than-kit.ts';
import snapshotNotJson from './snapshot-not-json.ts';
import snapshotNotReplay from './snapshot-not-replay.ts';
import snapshotOfNoEntry from './snapshot-of-no-entry.ts';
import snapshotOlderThanKit from './snapshot-older-than-kit.ts';
import snapshotParentCollision from './snapshot-parent-collision.ts';
import snapshotParentMissing from './snapshot-parent-missing.ts';
import snapshotParentUnknown from './snapshot-parent-unknown.ts';
import snapshotSameId from './snapshot-same-id.ts';
import snapshotSortsWrong from './snapshot-sorts-wrong.ts';
import snapshotWithoutFootprints from './snapshot-without-footprints.ts';
import sqlDoesNotParse from './sql-does-not-parse.ts';
import sslBesideUrlIgnored from './ssl-beside-url-ignored.ts';
import stampInSeconds from './stamp-in-seconds.ts';
import stampNotANumber from './stamp-not-a-number.ts';
import stampNotIncreasing from './stamp-not-increasing.ts';
import tagLeadsElsewhere from './tag-leads-elsewhere.ts';
import transactionControl from './transaction-control.ts';
import twoBaseSnapshots from './two-base-snapshots.ts';
import twoHistories from './two-histories.ts';
import unknownConfigKey from './unknown-config-key.ts';
import unreadableFile from './unreadable-file.ts';
import upgradeRunsSkipped from './upgrade-runs-skipped.ts';
import upgradeSameSecond from './upgrade-same-second.ts';
import upgradeUnmatchedRows from './upgrade-unmatched-rows.ts';
import urlDiffersFromStock from './url-differs-from-stock.ts';
import utf16File from './utf16-file.ts';
import utf8Bom from './utf8-bom.ts';
import writesHistoryTable from './writes-history-table.ts';

const id = (name: string, definition: unknown): AnyRule => ({ ...(definition as AnyRule), wants: (definition as Partial<AnyRule>).wants ?? [], id: name });

export const rules: readonly AnyRule[] = [
  id('both-layouts', bothLayouts),
  id('branch-conflict', branchConflict),
  id('breakpoint-inside-text', breakpointInsideText),
  id('breakpoints-disabled', breakpointsDisabled),
  id('clock-off', clockOff),
  id('conflict-markers-in-sql', conflictMarkersInSql),
  id('cosmetic-edit', cosmeticEdit),
  id('crlf-unpinned', crlfUnpinned),
  id('dated-name-rolls-over', datedNameRollsOver),
  id('dated-name-without-time', datedNameWithoutTime),
  id('duplicate-content', duplicateContent),
  id('duplicate-prefix', duplicatePrefix),
  id('duplicate-tag', duplicateTag),
  id('edited-migration', editedMigration),
  id('empty-migration', emptyMigration),
  id('entry-without-file', entryWithoutFile),
  id('enum-value-used-in-same-run', enumValueUsedInSameRun),
  id('environment-drift', environmentDrift),
  id('environment-name', environmentName),
  id('extension-missing', extensionMissing),
  id('folder-order-differs', folderOrderDiffers),
  id('folder-renamed-after-apply', folderRenamedAfterApply),
  id('folder-sorts-before-parent', folderSortsBeforeParent),
  id('folder-unreadable', folderUnreadable),
  id('folder-without-migration-sql', folderWithoutMigrationSql),
  id('future-stamp', futureStamp),
  id('gitignored-migrations', gitignoredMigrations),
  id('half-upgraded-history', halfUpgradedHistory),
  id('history-elsewhere', historyElsewhere),
  id('history-extra-columns', historyExtraColumns),
  id('history-has-triggers', historyHasTriggers),
  id('history-lost', historyLost),
  id('history-not-a-table', historyNotATable),
  id('history-not-readable', historyNotReadable),
  id('history-not-writable', historyNotWritable),
  id('history-row-security', historyRowSecurity),
  id('history-sequence-behind', historySequenceBehind),
  id('history-stamp-column-type', historyStampColumnType),
  id('history-unlogged', historyUnlogged),
  id('history-wrong-shape', historyWrongShape),
  id('host-without-ssl', hostWithoutSsl),
  id('identifier-too-long', identifierTooLong),
  id('interrupted-migration', interruptedMigration),
  id('interrupted-plan', interruptedPlan),
  id('invalid-utf8', invalidUtf8),
  id('journal-conflict-markers', journalConflictMarkers),
  id('journal-entry-without-tag', journalEntryWithoutTag),
  id('journal-missing', journalMissing),
  id('journal-not-json', journalNotJson),
  id('journal-wrong-shape', journalWrongShape),
  id('kit-orm-mismatch', kitOrmMismatch),
  id('late-migration', lateMigration),
  id('legacy-system-beside', legacySystemBeside),
  id('lines-disagree', linesDisagree),
  id('loose-sql-file', looseSqlFile),
  id('marked-not-run', markedNotRun),
  id('migrations-folder-missing', migrationsFolderMissing),
  id('next-number-taken', nextNumberTaken),
  id('no-create-privilege', noCreatePrivilege),
  id('not-in-a-transaction', notInATransaction),
  id('nul-byte', nulByte),
  id('old-layout-refused', oldLayoutRefused),
  id('open-branches', openBranches),
  id('orphan-file', orphanFile),
  id('orphan-row', orphanRow),
  id('other-databases-same', otherDatabasesSame),
  id('pooler-in-url', poolerInUrl),
  id('prefix-dropped-by-1-0', prefixDroppedBy10),
  id('psql-syntax', psqlSyntax),
  id('pull-baseline-comment', pullBaselineComment),
  id('ran-not-recorded', ranNotRecorded),
  id('read-only-server', readOnlyServer),
  id('receipt-unreadable', receiptUnreadable),
  id('recorded-ambiguously', recordedAmbiguously),
  id('recorded-as-text', recordedAsText),
  id('recorded-at-wall-clock', recordedAtWallClock),
  id('recorded-by-name', recordedByName),
  id('recorded-in-seconds', recordedInSeconds),
  id('recorded-stamp-differs', recordedStampDiffers),
  id('recorded-twice', recordedTwice),
  id('recorded-with-other-line-ends', recordedWithOtherLineEnds),
  id('recorded-without-name', recordedWithoutName),
  id('recorded-without-time', recordedWithoutTime),
  id('schema-ahead', schemaAhead),
  id('schema-filter-lets-tidemark-through', schemaFilterLetsTidemarkThrough),
  id('search-path-elsewhere', searchPathElsewhere),
  id('server-too-old', serverTooOld),
  id('session-state', sessionState),
  id('several-drizzle-folders', severalDrizzleFolders),
  id('several-statements-per-chunk', severalStatementsPerChunk),
  id('skipped-migration', skippedMigration),
  id('snapshot-conflict-markers', snapshotConflictMarkers),
  id('snapshot-lost-in-merge', snapshotLostInMerge),
  id('snapshot-malformed', snapshotMalformed),
  id('snapshot-missing-latest', snapshotMissingLatest),
  id('snapshot-missing-middle', snapshotMissingMiddle),
  id('snapshot-newer-than-kit', snapshotNewerThanKit),
  id('snapshot-not-json', snapshotNotJson),
  id('snapshot-not-replay', snapshotNotReplay),
  id('snapshot-of-no-entry', snapshotOfNoEntry),
  id('snapshot-older-than-kit', snapshotOlderThanKit),
  id('snapshot-parent-collision', snapshotParentCollision),
  id('snapshot-parent-missing', snapshotParentMissing),
  id('snapshot-parent-unknown', snapshotParentUnknown),
  id('snapshot-same-id', snapshotSameId),
  id('snapshot-sorts-wrong', snapshotSortsWrong),
  id('snapshot-without-footprints', snapshotWithoutFootprints),
  id('sql-does-not-parse', sqlDoesNotParse),
  id('ssl-beside-url-ignored', sslBesideUrlIgnored),
  id('stamp-in-seconds', stampInSeconds),
  id('stamp-not-a-number', stampNotANumber),
  id('stamp-not-increasing', stampNotIncreasing),
  id('tag-leads-elsewhere', tagLeadsElsewhere),
  id('transaction-control', transactionControl),
  id('two-base-snapshots', twoBaseSnapshots),
  id('two-histories', twoHistories),
  id('unknown-config-key', unknownConfigKey),
  id('unreadable-file', unreadableFile),
  id('upgrade-runs-skipped', upgradeRunsSkipped),
  id('upgrade-same-second', upgradeSameSecond),
  id('upgrade-unmatched-rows', upgradeUnmatchedRows),
  id('url-differs-from-stock', urlDiffersFromStock),
  id('utf16-file', utf16File),
  id('utf8-bom', utf8Bom),
  id('writes-history-table', writesHistoryTable),
];
