import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeModel } from '../../electron/engine/segmentation/model.ts';
import type { FeatureChoice, FeatureDefinition } from '../../shared/domain.ts';
import { command, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const config = { CLIENTELE_CONFIG: join(folder, 'config') };
const orders = join(folder, 'shop', 'orders.csv');
const people = join(folder, 'people.csv');
const quick = ['--method', 'kmeans', '--preset', 'fast', '--map', 'none', '--segments', '3', '--json'];
const segment = (files: string[], name: string, ...options: string[]): ReturnType<typeof command> =>
  command(['segment', ...files, '--out', join(folder, name), ...quick, ...options], config);
const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');
const metrics = (name: string): { featureChoice: FeatureChoice; methods: { futureValue: unknown }[] } =>
  JSON.parse(read(name, 'metrics.json')) as ReturnType<typeof metrics>;
const featuresOf = (name: string): FeatureDefinition[] =>
  decodeModel(readFileSync(join(folder, name, 'model', 'model.bin'))).definitions;
/** Customers with their segments. */
const rows = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(',').slice(0, 2).join());

beforeAll(async () => {
  expect((await command(['sample', '--out', join(folder, 'shop'), '--customers', '300'], config)).code).toBe(0);
  const lines = Array.from({ length: 240 }, (_, i) => {
    const income = i % 9 === 0 ? '' : String(1000 + ((i * 7919) % 5000));
    return `p${i},${income},${i % 3},${(i * 5) % 4},${20 + ((i * 31) % 50)}`;
  });
  writeFileSync(people, ['ID,Income,Kids,Teens,Age', ...lines].join('\n'));
});

describe('clientele segment --feature', () => {
  it('makes features by formulas, keeps them in the recipe, and new customers get the same', async () => {
    const { code, err } = await segment(
      [orders],
      'own',
      ...['--feature', 'late = if(`Days since last order` > 100, 1, 0)', '--feature', 'Per item=monetary / itemsTotal'],
      ...['--feature', 'worth = `Per item` * (1 - late)', '--save-recipe', join(folder, 'own.json')],
    );
    expect([err, code]).toEqual(['', 0]);
    expect(
      featuresOf('own')
        .slice(0, 3)
        .map(({ id, family, inUse, formula }) => [id, family, inUse, formula]),
    ).toEqual([
      ['formula:Per item', 'formula', true, 'monetary / itemsTotal'],
      ['formula:late', 'formula', true, 'if(`Days since last order` > 100, 1, 0)'],
      ['formula:worth', 'formula', true, '`Per item` * (1 - late)'],
    ]);
    const { featureChoice, methods } = metrics('own');
    expect(featureChoice.computed).toHaveLength(3);
    // What orders tell is known as of an earlier day too, so the held-out future is foreseen with them.
    expect(methods[0]!.futureValue).not.toBeNull();
    expect(read('own', 'report.html')).toContain('Your formula: monetary / itemsTotal');

    const { steps } = JSON.parse(read('own.json')) as { steps: { kind: string; feature?: string }[] };
    expect(steps.filter(({ kind }) => kind === 'compute')).toEqual([
      { kind: 'compute', feature: 'formula:Per item', formula: 'monetary / itemsTotal', on: true },
      { kind: 'compute', feature: 'formula:late', formula: 'if(`Days since last order` > 100, 1, 0)', on: true },
      { kind: 'compute', feature: 'formula:worth', formula: '`Per item` * (1 - late)', on: true },
    ]);
    expect((await segment([orders], 'again', '--recipe', join(folder, 'own.json'))).code).toBe(0);
    expect(read('again', 'segments.csv')).toBe(read('own', 'segments.csv'));

    const model = join(folder, 'own', 'model');
    const assigned = await command(['assign', orders, '--model', model, '--out', join(folder, 'new')], config);
    expect(assigned.code).toBe(0);
    expect(rows(read('new', 'segments.csv'))).toEqual(rows(read('own', 'segments.csv')));
  });

  it('reads columns of a table, also those that are left out themselves, and does not run twice for the same', async () => {
    const options = ['--feature', 'children = Kids + Teens', '--feature', 'means = log(1 + coalesce(Income, 0))'];
    options.push('--exclude', 'Income,Age', '--workspace', join(folder, 'people.workspace'));
    const first = await segment([people], 'people', ...options);
    expect([first.err, first.code]).toEqual(['', 0]);
    const features = featuresOf('people');
    const inUse = (id: string): boolean | undefined => features.find((one) => one.id === id)?.inUse;
    expect([inUse('formula:children'), inUse('formula:means'), inUse('attributes:Income')]).toEqual([
      true,
      true,
      false,
    ]);
    // Nothing is made of it, so it is not even read.
    expect(inUse('attributes:Age')).toBeUndefined();
    expect((await segment([people], 'twice', ...options)).code).toBe(0);
    expect(read('twice', 'segments.csv')).toBe(read('people', 'segments.csv'));
    const info = await command(
      ['workspace', 'info', '--workspace', join(folder, 'people.workspace'), '--json'],
      config,
    );
    expect(JSON.parse(info.out)).toMatchObject({ runs: 1 });
  });

  it('says what is wrong, where, and what to do', async () => {
    const wrong = async (feature: string, ...more: string[]): Promise<string> => {
      const { code, err } = await segment([people], 'none', '--feature', feature, ...more);
      expect(code).toBe(1);
      return err.trim().split('\n').at(-1)!;
    };
    expect(await wrong('rich = Incme > 3000')).toBe(
      "Your feature 'rich': Column 1: I know no feature `Incme`. Did you mean `Income`?",
    );
    expect(await wrong('rich = Income > ')).toMatch(/^Your feature 'rich': Column 9: the formula breaks off/);
    expect(await wrong('rich')).toMatch(/^A feature is written as/);
    expect(await wrong('a = b', '--feature', 'b = a', '--language', 'zh-CN')).toBe(
      '你的特征“a”：这些特征互相引用：a → b → a。请修改其中一项，使它不再引用其他几项。',
    );
  });
});
