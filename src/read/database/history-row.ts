/** A row of a history table as it was read, whatever its columns are. */
import type { HistoryRow } from '../../model/index.ts';

export const historyRow = (values: Record<string, string | null>, position: number): HistoryRow => ({
  position,
  values,
  id: values['id'] ?? null,
  hash: values['hash'] ?? null,
  createdAt: values['created_at'] ?? null,
  name: values['name'] ?? null,
});
