import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { command, temporaryFolder } from './command.ts';

it('segments.csv calls customers by pseudonyms, and by their addresses with --reveal-ids; both are said', async () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'orders.csv');
  const lines = Array.from(
    { length: 240 },
    (_, i) =>
      `${i},p${i % 9},2024-0${1 + (i % 9)}-1${i % 7},${1 + (i % 4)},${5 + (i % 17)}.5,person${i % 80}@shop.example`,
  );
  writeFileSync(file, ['invoice,product,date,quantity,price,email', ...lines].join('\n'));
  const workspace = ['--workspace', join(folder, 'w.clientele')];
  const segment = async (out: string, ...more: string[]): Promise<string[]> => {
    const quick = ['--preset', 'fast', '--method', 'kmeans', '--segments', '3', '--map', 'none'];
    const {
      code,
      out: stdout,
      err: stderr,
    } = await command(['segment', file, '--out', join(folder, out), ...quick, ...workspace, ...more], {
      CLIENTELE_CONFIG: join(folder, 'config'),
    });
    expect(code).toBe(0);
    expect(stdout + stderr).toContain('stand-ins take their place (--reveal-ids');
    expect(stdout + stderr).not.toMatch(/person\d/);
    const text = readFileSync(join(folder, out, 'segments.csv'), 'utf8');
    return text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]!);
  };
  const names = await segment('hidden');
  expect(names).toHaveLength(80);
  expect(names.every((name) => /^p(-[0-9a-z]{4}){3}$/.test(name))).toBe(true);
  expect(await segment('again')).toEqual(names);
  expect((await segment('shown', '--reveal-ids')).sort()).toEqual(
    Array.from({ length: 80 }, (_, i) => `person${i}@shop.example`).sort(),
  );

  // Assigned with the workspace's key they are called the same; without one, otherwise, which is said.
  const assign = async (out: string, ...more: string[]): Promise<{ said: string; names: string[] }> => {
    const options = ['--model', join(folder, 'hidden/model'), '--out', join(folder, out), ...more];
    const {
      code,
      out: stdout,
      err,
    } = await command(['assign', file, ...options], {
      CLIENTELE_CONFIG: join(folder, 'config'),
    });
    expect(err).not.toMatch(/Error|person\d/);
    expect(code).toBe(0);
    const text = readFileSync(join(folder, out, 'segments.csv'), 'utf8').trim();
    return {
      said: stdout,
      names: text
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[0]!),
    };
  };
  const known = await assign('assigned', ...workspace);
  expect(known.names.sort()).toEqual(names.toSorted());
  expect(known.said).toContain('stand-ins take their place');
  expect(known.said).not.toContain('Without --workspace');
  const alone = await assign('alone');
  expect(alone.names).toHaveLength(80);
  expect(alone.names.some((name) => names.includes(name))).toBe(false);
  expect(alone.said).toContain('Without --workspace the stand-ins are other ones each time');
  const shown = await assign('revealed', ...workspace, '--reveal-ids');
  expect(shown.names.every((name) => /^person\d+@shop\.example$/.test(name))).toBe(true);
  expect(shown.said).not.toContain('stand-ins');
});
