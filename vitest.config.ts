import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// A machine that tests may be busy: what is waited for is given time, and only what never comes fails.
const time = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } };

export default defineConfig({
  test: {
    // Two cores: a third fork only makes the other two slower.
    maxWorkers: 2,
    projects: [
      { test: { name: 'engine', include: ['test/**/*.test.ts'], exclude: ['test/renderer/**'], ...time } },
      {
        // State with runes has to be compiled as for a browser, or nothing derived would ever change. The conditions
        // of imports stay those of Node, as the engine on the other end of the wire needs them.
        plugins: [
          svelte({
            configFile: fileURLToPath(new URL('svelte.config.js', import.meta.url)),
            dynamicCompileOptions: () => ({ generate: 'client' }),
          }),
        ],
        test: { name: 'renderer', include: ['test/renderer/**/*.test.ts'], ...time },
      },
    ],
  },
});
