// Looks at the project in the folder that is given, shows what a repair would do, does it, and takes it back.
//   node examples/doctor-and-repair.mjs <folder>
import { apply, doctor, plan, Problem, undo } from 'tidemark';

const cwd = process.argv[2] ?? '.';
try {
  const { findings, verdict } = await doctor({ cwd });
  for (const f of findings) console.log(`${f.severity}: ${f.says}`);
  console.log(verdict);

  const repair = await plan('repair', [], { cwd });
  if (repair) {
    for (const step of repair.steps) console.log(`would: ${step.says}`);
    const { receipts } = await apply(repair, { cwd, onProgress: (p) => console.log(p.event) });
    await undo(receipts[0].id, { cwd });
    console.log('done, and taken back');
  }
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(`${error.message}\n${error.why}\n→ ${error.fix}`);
  process.exitCode = error.exit;
}
