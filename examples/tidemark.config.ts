import { defineConfig } from 'tidemark';

export default defineConfig({
  defaultEnvironment: 'dev',
  environments: {
    dev: {},
    test: { envFile: '.env.test' },
    production: {
      url: process.env['PRODUCTION_URL'],
      protected: true,
      timeouts: { connect: 10_000, lock: 300, lockBudget: 60_000 },
    },
  },
});
