/** The answer of `adopt`: each migration and each file of another system, what is recorded, what is there, and what becomes of it. */
import type { AdoptData } from '../commands/adopt.ts';
import { type Paint, type Pen, pen, plain, type Style } from './style.ts';
import { cell, table } from './table.ts';
import { hang } from './wrap.ts';

const BECOMES: Readonly<Record<AdoptData['migrations'][number]['does'], string>> = {
  record: 'recorded',
  keep: 'stays recorded',
  'take-out': 'taken out, so pending',
  leave: 'pending',
  ask: 'needs a word',
};

const IS: Readonly<Record<AdoptData['others'][number]['is'], string>> = {
  there: 'already there',
  run: 'run now',
  absent: 'never ran; left out',
  ask: 'cannot be told',
};

/** `planned`: the preview has told the notes. */
export function adoptText(data: AdoptData | null, planned: boolean, style: Style): string {
  if (!data) return '';
  const p = pen(style);
  const own = data.migrations.map((m) => [
    cell(p.say(m.migration)),
    cell(m.confidence, paintOf(p, m.confidence)),
    cell(BECOMES[m.does], m.does === 'take-out' ? p.yellow : plain),
  ]);
  const others = [...new Set(data.others.map((o) => o.folder))].map((folder) => {
    const files = data.others.filter((o) => o.folder === folder);
    const rows = files.map((f) => [
      cell(p.say(f.name)),
      cell(f.recorded ? 'yes' : 'no', p.dim),
      cell(f.confidence, paintOf(p, f.confidence)),
      cell(IS[f.is], f.is === 'absent' && f.recorded ? p.yellow : plain),
    ]);
    const head = [`${folder} (${files[0]?.tool ?? ''})`, 'its history', 'by evidence', 'is'].map((h) => cell(h, p.dim));
    return table(p, [head, ...rows], { yielding: [0] });
  });
  const head = ['migration', 'by evidence', 'becomes'].map((h) => cell(h, p.dim));
  const notes = planned
    ? []
    : data.notes.flatMap((note) => hang(p, note, { first: `  ${p.marks.bullet} `, rest: '    ', most: 6 }));
  const tables = [...(own.length > 0 ? [table(p, [head, ...own], { yielding: [0] })] : []), ...others];
  return [...tables, notes]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const paintOf = (p: Pen, confidence: string): Paint =>
  confidence === 'proven' ? p.green : confidence === 'recorded' ? p.dim : p.yellow;
