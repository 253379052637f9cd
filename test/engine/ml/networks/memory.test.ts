import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('./repeated-fits-program.ts', import.meta.url));

describe('memory', () => {
  it('does not grow over ten fits in one process, and no tensor stays', () => {
    const done = spawnSync(process.execPath, ['--expose-gc', program], { encoding: 'utf8' });
    expect(done.status, done.stderr).toBe(0);
    const rounds = JSON.parse(done.stdout.trim().split('\n').at(-1)!) as Record<string, number>[];
    expect(rounds).toHaveLength(12);
    // The first two rounds warm up: compiled code, the memory of TensorFlow.js' own WebAssembly.
    // Buffers of a round may be freed a moment late, on a busy machine: the least of the last three is what stays.
    const growth = (figure: string): number =>
      (Math.min(...rounds.slice(9).map((round) => round[figure]!)) - rounds[1]![figure]!) / 1e6;
    console.log(`resident ${growth('resident').toFixed(1)} MB more, buffers ${growth('buffers').toFixed(1)} MB more`);
    expect(new Set(rounds.map((round) => round.tensors))).toEqual(new Set([rounds[0]!.tensors]));
    // A round's networks hold 0.3 million weights five times (moments, gradients, transposed), in two kernels: 12 MB.
    expect(growth('resident')).toBeLessThan(40);
    expect(growth('buffers')).toBeLessThan(4);
  });
});
