/** Is there a SQL file that the journal does not list? */
import { courseFacts } from '../compare/audit/course-in.ts';
import { type Unlisted, unlistedCourses } from '../compare/audit/unlisted-courses.ts';
import { isOrphan } from '../compare/folder/lost-file.ts';
import { freshStamp, listed, seenIn } from '../compare/history/seen.ts';
import { presenceOf } from '../compare/presence.ts';
import type { Confidence, Found, Intended, Remedy, SqlFile } from '../model/index.ts';
import { rule } from '../model/rule.ts';
import { asideOf } from '../plans/files/aside.ts';
import { insertEntry } from '../plans/files/journal-edit.ts';
import { listAndRecord } from '../plans/rows/list-and-record.ts';

interface Orphan extends Found {
  orphan: SqlFile;
  /** Environments that hold a row with its hash, and those that hold objects of its making. */
  recorded: string[];
  present: string[];
  /** What an audit says of it, an environment each. */
  courses: Unlisted[];
}

export default rule({
  group: 'journal',
  severity: 'warning',
  title: 'A SQL file lies in the folder and the journal does not list it',
  harm: 'Drizzle never runs it: what it does is missing wherever nobody ran it by hand.',
  background:
    'Drizzle 0.x runs what the journal lists, nothing else. Such files come from merges that lost an entry, from `drizzle-kit drop`, and from SQL written by hand.',
  needs: ['folder', 'journal', 'migrations', 'intended'],
  wants: ['standings', 'sql', 'servers', 'audits'],
  *check({ folder, migrations, intended, standings, sql, servers, audits }): Generator<Orphan> {
    if (folder.layout !== 'journal') return;
    const meant = new Set(intended.map((i: Intended) => i.migration.file));
    const seen = seenIn(standings);
    const missing = migrations.some((m) => !m.sql.ok);
    for (const orphan of folder.files.filter(isOrphan(migrations))) {
      if (meant.has(orphan.path) || !orphan.content.ok) continue;
      const { hash, plainHash, crlfHash } = orphan.content.value;
      const recorded = seen.read
        .filter((s) => s.orphans.some((r) => r.hash === hash || r.hash === plainHash || r.hash === crlfHash))
        .map((s) => s.environment);
      const facts = sql.ok ? sql.value.get(orphan.path) : undefined;
      const evidence: string[] = [];
      const present: string[] = [];
      const courses = unlistedCourses(audits, orphan);
      for (const c of courses) {
        if (c.course !== 'run') present.push(c.environment);
        evidence.push(...courseFacts(c, { file: orphan.path }).map((f) => `${c.environment}: ${f}`));
      }
      for (const [name, server] of servers.ok ? servers.value : []) {
        if (!server.ok || !facts || courses.some((c) => c.environment === name)) continue;
        const { there, absent } = presenceOf(facts, server.value);
        if (there.length > 0) present.push(name);
        if (there.length > 0)
          evidence.push(
            `${name} has ${listed(there.slice(0, 3))}${absent.length > 0 ? ` and not ${listed(absent.slice(0, 3))}` : ''}`,
          );
        else if (absent.length > 0) evidence.push(`${name} has not ${listed(absent.slice(0, 3))}`);
      }
      if (recorded.length > 0) evidence.push(`a row of ${listed(recorded)} holds its hash: it was run there by Drizzle`);
      const proven = courses.length > 0 && courses.every((c) => c.course !== 'ask');
      const confidence: Confidence = proven ? 'proven' : 'derived';
      const claimed = missing && migrations.some((m) => !m.sql.ok && m.name.toLowerCase() === orphan.name.toLowerCase());
      if (claimed) continue;
      yield {
        subject: { migration: orphan.name, file: orphan.path },
        says: `${orphan.path} is in no journal entry.`,
        evidence,
        confidence,
        orphan,
        recorded,
        present,
        courses,
      };
    }
  },
  remedies: ({ orphan, recorded, present, courses }, { folder, journal, intended, standings }): Remedy[] => {
    const seen = seenIn(standings);
    const migrations = intended.map((i) => i.migration);
    const { file } = journal;
    const place = folder.files.filter(isOrphan(migrations)).indexOf(orphan);
    const when = freshStamp(migrations, seen) + place;
    const idx =
      Math.max(-1, ...migrations.map((m) => Number(m.entry?.fields.get('idx')?.value ?? -1)).filter(Number.isFinite)) + 1 + place;
    const told = `List it behind the last entry, with a time above every recorded one${present.length > 0 ? `. Only when you know that ${listed(present)} may run it again: its objects seem to be there` : ', so that every environment runs it next'}.`;
    const known = seen.all && recorded.length === 0;
    const entry = { idx, version: '7', when, tag: orphan.name, breakpoints: true };
    const list: Remedy = {
      name: 'list-it',
      // Listing it means that the next migrate runs it: nobody's stray file runs unasked.
      named: true,
      says: told,
      change: known
        ? insertEntry(file, journal.entries.length, entry).map((edit) => ({
            kind: 'edit',
            path: file.path,
            edit,
            says: `List ${orphan.name}.`,
          }))
        : [],
      ...(known
        ? {}
        : {
            needs:
              recorded.length > 0
                ? 'its entry as it was (git log -p -- meta/_journal.json): a database recorded it'
                : 'every environment, to know which times are taken',
          }),
    };
    const aside: Remedy = {
      name: 'set-aside',
      says: `Move it to ${asideOf(folder.path, orphan.path)}, where no tool looks.`,
      change: [
        {
          kind: 'move',
          path: orphan.path,
          to: asideOf(folder.path, orphan.path),
          says: `Move ${orphan.path} out of the way of the migrations.`,
        },
      ],
    };
    if (recorded.length > 0) return [list];
    const record = known ? listAndRecord(list, orphan, when, seen, courses) : null;
    if (record) return [record, aside];
    return present.length > 0 || !known ? [{ ...aside }, list] : [list, aside];
  },
  advice:
    'Run by hand somewhere? Then it must be proven before it is recorded (audit). Never run anywhere and still wanted: list-it. Not wanted: set-aside, or delete it.',
});
