// Plans and applies one command through the built library, and kills itself at the n-th event: argv[2] is JSON { lib, command, args, cwd, env, killAt }.
// Prints `planned`, then, when it lives, the events as JSON.
const { lib, command, args, cwd, env, killAt } = JSON.parse(process.argv[2]);
const { apply, plan } = await import(lib);
const made = await plan(command, args, { cwd, env });
process.stdout.write('planned\n');
const events = [];
await apply(made, {
  cwd,
  env,
  accept: made.hazards,
  onProgress: ({ event }) => {
    events.push(event);
    if (events.length === killAt) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write(JSON.stringify(events));
