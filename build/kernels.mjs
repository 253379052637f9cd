// Compiles each AssemblyScript kernel to dist/kernels/NAME.wasm, unless it is newer than every source.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modified, newestBelow } from './newer.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'electron/engine/ml/kernels/assembly');
const output = join(root, 'dist/kernels');

/** Resolves to the names of the kernels that were compiled; empty when all were up to date. */
export async function buildKernels({ force = false } = {}) {
  const files = readdirSync(sources).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  const newest = newestBelow([sources]);
  // A name that begins with a small letter and stands alone is an entry; shared parts live in files that begin with _.
  const entries = files.filter((file) => !file.startsWith('_')).map((file) => file.replace(/\.ts$/, ''));
  const stale = entries.filter((name) => force || modified(join(output, `${name}.wasm`)) < newest);
  if (stale.length === 0) return [];
  mkdirSync(output, { recursive: true });
  const { default: asc } = await import('assemblyscript/asc');
  for (const name of stale) {
    const { error, stderr } = await asc.main([
      join(sources, `${name}.ts`),
      '--outFile',
      join(output, `${name}.wasm`),
      '--optimizeLevel',
      '3',
      '--shrinkLevel',
      '0',
      '--converge',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--exportRuntime',
      '--use',
      'abort=',
    ]);
    if (error) throw new Error(`kernel ${name} does not compile:\n${stderr.toString()}`);
  }
  return stale;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildKernels({ force: process.argv.includes('--force') });
  if (!process.argv.includes('--quiet')) {
    console.error(built.length ? `kernels built: ${built.join(', ')}` : 'kernels are up to date');
  }
}
