// Loaded into every measured process with --require: writes what the process used when it ends.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  writeFileSync(`${process.env.BENCH_USAGE}/${process.pid}.json`, JSON.stringify(process.resourceUsage()));
});
