/** What moment does a recorded `created_at` name, in whatever type and unit somebody stored it? */
import type { Migration } from '../../model/folder.ts';

/** `number`: as stored, in milliseconds or seconds. `time`: a date text, as milliseconds since 1970 in UTC. */
export type Stamp = { form: 'null' } | { form: 'garbage' } | { form: 'number'; value: number } | { form: 'time'; ms: number };

/** How well a row's stamp fits a migration's: to the millisecond that Drizzle would write, or only to the second. */
export type StampSign = 'exact' | 'second';

/** From 1973 to 5138 when read as seconds; the same numbers read as milliseconds lie before 1973 March 3. */
const looksLikeSeconds = (value: number): boolean => value >= 1e8 && value < 1e11;

const TIME =
  /^\s*(\d{4,6})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s*(?:(Z)|UTC|([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?)?\s*$/i;

/** Days since 1970-01-01 of a date in the Gregorian calendar. */
function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
}

/** Milliseconds since 1970 of an ISO text or a PostgreSQL timestamp text; without a zone it is taken for UTC. */
function timeOf(text: string): number | null {
  const match = TIME.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, , sign, zoneHour, zoneMinute, zoneSecond] = match;
  const n = (part: string | undefined): number => Number(part ?? 0);
  if (n(month) < 1 || n(month) > 12 || n(day) < 1 || n(day) > 31 || n(hour) > 24 || n(minute) > 59 || n(second) > 60) return null;
  const zone = (n(zoneHour) * 3600 + n(zoneMinute) * 60 + n(zoneSecond)) * (sign === '-' ? -1 : 1);
  const seconds = daysOf(n(year), n(month), n(day)) * 86400 + n(hour) * 3600 + n(minute) * 60 + n(second) - zone;
  return seconds * 1000 + Math.floor(Number(`0.${fraction ?? 0}`) * 1000 + 1e-6);
}

/** A value of `created_at` as PostgreSQL prints it, whatever the column's type. */
export function readStamp(text: string | null): Stamp {
  if (text === null) return { form: 'null' };
  if (text.trim() !== '') {
    const value = Number(text);
    if (Number.isFinite(value)) return { form: 'number', value };
  }
  const ms = timeOf(text);
  return ms === null ? { form: 'garbage' } : { form: 'time', ms };
}

/** The moment a migration means: its `when`, or what an entry's `when` of another type says. Null: nothing says. */
export function meantStamp(migration: Migration): number | null {
  if (migration.when !== null) return migration.when;
  const raw = migration.entry?.fields.get('when')?.value;
  if (typeof raw !== 'string') return null;
  const stamp = readStamp(raw);
  return stamp.form === 'number' ? stamp.value : stamp.form === 'time' ? stamp.ms : null;
}

const secondOf = (ms: number): number => Math.floor(ms / 1000);

/** What a row's stamp is looked up by: the exact moment, and the second it falls in for entries in either unit. */
export interface StampKeys {
  exact: number | null;
  /** Second of an entry whose `when` is in milliseconds. */
  second: number | null;
  /** `when` of an entry that is itself in seconds. */
  entrySecond: number | null;
}

const NO_KEYS: StampKeys = { exact: null, second: null, entrySecond: null };

/** `dated`: 1.0 knows the second only, and a row that 0.x wrote keeps its milliseconds. */
export function stampKeys(stamp: Stamp, dated: boolean): StampKeys {
  if (stamp.form === 'null' || stamp.form === 'garbage') return NO_KEYS;
  if (stamp.form === 'number') {
    const { value } = stamp;
    if (looksLikeSeconds(value)) return { exact: dated ? null : value, second: Math.floor(value), entrySecond: null };
    return { exact: dated ? secondOf(value) * 1000 : value, second: null, entrySecond: value >= 1e11 ? secondOf(value) : null };
  }
  const second = secondOf(stamp.ms);
  if (dated) return { exact: second * 1000, second: null, entrySecond: null };
  return { exact: stamp.ms, second: stamp.ms % 1000 === 0 ? second : null, entrySecond: second };
}

/** The key under which a migration's own moment is found by `second` or by `entrySecond`. */
export function secondKey(meant: number): { second: number } | { entrySecond: number } | null {
  if (looksLikeSeconds(meant)) return { entrySecond: Math.floor(meant) };
  return meant >= 1e11 ? { second: secondOf(meant) } : null;
}

export function stampSign(keys: StampKeys, meant: number | null): StampSign | null {
  if (meant === null) return null;
  if (keys.exact === meant) return 'exact';
  const key = secondKey(meant);
  if (key === null) return null;
  return ('second' in key ? keys.second === key.second : keys.entrySecond === key.entrySecond) ? 'second' : null;
}

/** A stored number that only makes sense as seconds. */
export const inSeconds = (stamp: Stamp): boolean => stamp.form === 'number' && looksLikeSeconds(stamp.value);
