/** Do our clock and the server's disagree? */
import { rule } from '../model/rule.ts';

const FIVE_MINUTES = 300_000;

export default rule({
  group: 'connection',
  severity: 'warning',
  title: "This machine's clock is far from the server's",
  harm: 'drizzle-kit stamps a new migration with the time of the machine it runs on. Stamped too late, the migrations of everybody else are skipped until that time has come; too early, it is skipped itself.',
  needs: ['servers'],
  *check({ servers }) {
    for (const [environment, server] of servers) {
      if (!server.ok) continue;
      const { clock, target } = server.value;
      const off = clock.ours - clock.server;
      if (!Number.isFinite(off) || Math.abs(off) <= FIVE_MINUTES) continue;
      yield {
        environment,
        subject: { object: 'clock' },
        says: `This machine's clock is ${minutes(off)} ${off > 0 ? 'ahead of' : 'behind'} that of ${target.host}.`,
        evidence: [],
        confidence: 'proven' as const,
      };
    }
  },
  advice: 'Set the clock of whichever is wrong (timedatectl set-ntp true) before the next drizzle-kit generate.',
});

function minutes(off: number): string {
  const n = Math.round(Math.abs(off) / 60_000);
  return n < 120 ? `${n} minutes` : n < 2880 ? `${Math.round(n / 60)} hours` : `${Math.round(n / 1440)} days`;
}
