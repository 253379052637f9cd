/** Builds the window into dist/renderer: files of our own only, nothing inline, so that a strict policy can hold. */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('.'),
  // The same build is served by the loopback host and read from the application's folder.
  base: './',
  plugins: [svelte({ configFile: path('../svelte.config.js') })],
  build: {
    outDir: path('../dist/renderer'),
    emptyOutDir: true,
    target: 'es2023',
    // Nothing as a data: address, and no script that would preload modules.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
});
