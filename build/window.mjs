// Builds the window to dist/renderer, unless it is newer than every source.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modified, newestBelow } from './newer.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const newest = newestBelow([join(root, 'renderer'), join(root, 'shared')]);
if (modified(join(root, 'dist', 'renderer', 'index.html')) < newest) {
  console.error('Building the window ...');
  const { build } = await import('vite');
  await build({ configFile: join(root, 'renderer', 'vite.config.ts'), logLevel: 'warn' });
}
