import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cleaningRules } from '../../shared/orders.ts';
import { command, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const config = { CLIENTELE_CONFIG: join(folder, 'config') };
const orders = join(folder, 'shop', 'orders.csv');
const quick = ['--method', 'kmeans', '--preset', 'fast', '--map', 'none', '--segments', '3', '--json'];
const segment = (name: string, ...options: string[]): ReturnType<typeof command> =>
  command(['segment', orders, '--out', join(folder, name), ...quick, ...options], config);
const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');

beforeAll(async () => {
  expect((await command(['sample', '--out', join(folder, 'shop'), '--customers', '300'], config)).code).toBe(0);
});

describe('clientele segment --recipe', () => {
  it('does what the recipe says, writes it out again, and new customers are treated alike', async () => {
    const recipe = join(folder, 'own.json');
    const steps = [
      { kind: 'clean', rule: 'return', on: false },
      { kind: 'leaveOut', feature: 'country' },
      {
        kind: 'treat',
        feature: 'monetary',
        treatment: { transform: 'yeoJohnson', scale: 'robust', winsorise: { fence: 3 } },
      },
      { kind: 'treat', feature: 'frequency', treatment: { transform: 'quantile' } },
      { kind: 'treat', feature: 'tenure', treatment: { missing: 'mostFrequent' }, on: false },
    ];
    writeFileSync(recipe, JSON.stringify({ clientele: 'recipe', version: 1, steps }));
    const plain = await segment('plain', '--save-recipe', join(folder, 'plain.json'));
    expect(plain.code).toBe(0);
    const { code, err } = await segment('own', '--recipe', recipe, '--save-recipe', join(folder, 'saved.json'));
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(read('own', 'segments.csv')).not.toBe(read('plain', 'segments.csv'));
    expect((JSON.parse(read('plain.json')) as { steps: unknown[] }).steps).toHaveLength(cleaningRules.length);
    const saved = (JSON.parse(read('saved.json')) as { steps: { kind: string; rule?: string; on: boolean }[] }).steps;
    expect(saved.find(({ rule }) => rule === 'return')?.on).toBe(false);
    expect(saved.filter(({ kind }) => kind !== 'clean')).toEqual(
      expect.arrayContaining(steps.slice(1).map((step) => expect.objectContaining(step) as unknown)),
    );
    // The saved recipe gives the same segments, and the model treats customers as the run did.
    expect((await segment('again', '--recipe', join(folder, 'saved.json'))).code).toBe(0);
    expect(read('again', 'segments.csv')).toBe(read('own', 'segments.csv'));
    const model = join(folder, 'own', 'model');
    const assigned = await command(['assign', orders, '--model', model, '--out', join(folder, 'new')], config);
    expect(assigned.code).toBe(0);
    const rows = (text: string): string[] =>
      text
        .trim()
        .split('\n')
        .map((line) => line.split(',').slice(0, 2).join());
    expect(rows(read('new', 'segments.csv'))).toEqual(rows(read('own', 'segments.csv')));
  });

  it('says where a recipe is wrong, or that it is not there', async () => {
    const bad = join(folder, 'bad.json');
    writeFileSync(bad, '{"clientele":"recipe","version":1,"steps":[{"kind":"clean","rule":"everything"}]}');
    const wrong = await segment('none', '--recipe', bad);
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('bad.json: step 1 of the recipe is not understood');
    const missing = await segment('none', '--recipe', join(folder, 'nowhere.json'));
    expect(missing.code).toBe(1);
    expect(missing.err).toContain('nowhere.json');
  });
});
