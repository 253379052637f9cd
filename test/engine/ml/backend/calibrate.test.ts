import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseBackend, fastest } from '../../../../electron/engine/ml/backend/calibrate.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-'));
const cacheFile = join(folder, 'deeper', 'calibration.json');

describe('chooseBackend', () => {
  it('measures each device that loads, and remembers', async () => {
    const choice = await chooseBackend('auto', cacheFile);
    expect(choice.measured.kernels).toBeGreaterThan(1000);
    expect(choice.measured.wasm).toBeGreaterThan(100);
    expect(choice.backend).toBe(fastest(choice.measured));
    const cache = JSON.parse(readFileSync(cacheFile, 'utf8')) as Record<string, unknown>;
    // A figure that nothing could measure shows that the cache is what was read.
    writeFileSync(cacheFile, JSON.stringify({ ...cache, measured: { kernels: 7 } }));
    expect((await chooseBackend('auto', cacheFile)).measured).toEqual({ kernels: 7 });
    writeFileSync(cacheFile, JSON.stringify({ ...cache, key: 'another machine' }));
    expect((await chooseBackend('auto', cacheFile)).measured).not.toEqual({ kernels: 7 });
  });

  it('does without a cache that is broken or cannot be written', async () => {
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{"key": ');
    expect((await chooseBackend('auto', broken)).measured.kernels).toBeGreaterThan(1000);
    // A folder stands where the file should be.
    expect((await chooseBackend('auto', folder)).measured.kernels).toBeGreaterThan(1000);
  });

  it('prefers the kernels unless another is much faster', () => {
    expect(fastest({ kernels: 100, wasm: 149, tensorflow: null })).toBe('kernels');
    expect(fastest({ kernels: 100, wasm: 20, tensorflow: 151 })).toBe('tensorflow');
    expect(fastest({ kernels: null, wasm: 1, tensorflow: null })).toBe('wasm');
  });

  it('takes the device that was asked for, or says that it does not load', async () => {
    expect(await chooseBackend('kernels', null)).toEqual({ backend: 'kernels', measured: {} });
    expect((await chooseBackend('wasm', null)).backend).toBe('wasm');
    const native = await chooseBackend('tensorflow', null).catch((error: unknown) => error);
    if (native instanceof Error) {
      expect(native).toMatchObject({
        code: 'invalid_input',
        details: { reason: 'backend_unavailable', backend: 'tensorflow' },
      });
    } else expect(native).toMatchObject({ backend: 'tensorflow' });
  });

  it('does not load TensorFlow.js for a run on the kernels', () => {
    const module = new URL('../../../../electron/engine/ml/backend/calibrate.ts', import.meta.url).href;
    const program = `
      import { createRequire } from 'node:module';
      const { chooseBackend } = await import('${module}');
      await chooseBackend('kernels', null);
      const cache = Object.keys(createRequire('${module}').cache);
      process.stdout.write(String(cache.filter((file) => file.includes('tf-core')).length));`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    expect(said).toBe('0');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));
});
