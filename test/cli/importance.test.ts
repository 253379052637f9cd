import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ImportanceReport } from '../../shared/importance.ts';
import { command, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const config = { CLIENTELE_CONFIG: join(folder, 'config') };
const orders = join(folder, 'shop', 'orders.csv');
const people = join(folder, 'people.csv');
const workspace = join(folder, 'shop.workspace');
const ask = (...args: string[]): ReturnType<typeof command> => command(['importance', ...args], config);
async function told(...args: string[]): Promise<ImportanceReport & { name: string }> {
  const { code, out, err } = await ask(...args, '--json');
  expect(code, err).toBe(0);
  return JSON.parse(out) as ImportanceReport & { name: string };
}
const ids = ({ features }: ImportanceReport): string[] => features.map(({ id }) => id);

beforeAll(async () => {
  expect((await command(['sample', '--out', join(folder, 'shop'), '--customers', '400'], config)).code).toBe(0);
  const lines = Array.from({ length: 400 }, (_, i) => {
    const age = 20 + ((i * 31) % 50);
    const answered = age > 45 !== (i % 10 === 0) ? 'yes' : 'no';
    return `p${i},${age},${(i * 7919) % 1000},${['red', 'blue', 'green'][i % 3]!},${i % 25 === 0 ? '' : answered}`;
  });
  writeFileSync(people, ['ID,Age,Visits,Colour,Answered', ...lines].join('\n'));
});

describe('clientele importance', () => {
  it('says what tells most about a column, and what no more than chance', async () => {
    const { code, out } = await ask(people, '--outcome', 'answered');
    expect(code).toBe(0);
    const [finding, read, , ...bars] = out.trim().split('\n');
    expect(finding).toMatch(/^Age tells most about Answered: \d+% of what is uncertain about it\. All others tell no/);
    expect(read).toMatch(/^Of 384 customers, \d+ of them yes\. Up to \d/);
    expect(bars).toHaveLength(1);
    expect(bars[0]).toMatch(/^Age +\d+% \+ █+$/);
    const report = await told(people, '--outcome', 'Answered', '--feature', 'guess = if(Answered, Age, 0)');
    expect(report.leftOut.toSorted()).toEqual(
      ['attributes:Answered=yes', 'attributes:Answered@missing', 'formula:guess'].sort(),
    );
    expect(ids(report)[0]).toBe('attributes:Age');
    expect(report.features.filter(({ aboveChance }) => aboveChance)).toHaveLength(1);
  });

  it('tells of own features, of a held-out future, and of a segment of a run', async () => {
    const own = ['--feature', 'per item = monetary / itemsTotal'];
    const future = await told(orders, '--outcome', 'future:spend', ...own);
    expect([future.kind, future.name]).toEqual(['number', 'money spent later']);
    expect(future.cutOff! % 86_400).toBe(0);
    expect(ids(future)).toContain('formula:per item');
    expect(future.features.some(({ aboveChance }) => aboveChance)).toBe(true);
    expect(future.of).toBeLessThanOrEqual(400);

    const run = ['segment', orders, '--out', join(folder, 'out'), '--method', 'rfm', '--map', 'none', '--json'];
    expect((await command([...run, '--workspace', workspace], config)).code).toBe(0);
    const segment = await told('--workspace', workspace, '--outcome', 'run:1:1');
    expect(segment.kind).toBe('yesNo');
    expect(segment.name).toMatch(/^belonging to \S/);
    // Rules read recency, frequency and money, and little else.
    expect(['recency', 'frequency', 'monetary', 'recentOrders90', 'activeSpan']).toContain(ids(segment)[0]);
  });

  it('says what is wrong', async () => {
    const wrong = async (...args: string[]): Promise<[number | null, string]> => {
      const { code, err } = await ask(...args);
      return [code, err.trim().split('\n').at(-1)!];
    };
    expect(await wrong(people, '--outcome', 'Answred')).toEqual([
      1,
      'I know no feature `Answred`. Did you mean `Answered`?',
    ]);
    expect((await wrong(people, '--outcome', '???'))[1]).toMatch(/^There is no outcome '\?\?\?'\. Name a feature/);
    expect((await ask('--outcome', 'Age')).code).toBe(2);
  });
});

const data = process.env.CLIENTELE_DATA;
const campaign = join(data ?? '', 'marketing_campaign.csv');
if (!data || !existsSync(campaign)) console.warn('SKIPPED: marketing_campaign.csv is not in CLIENTELE_DATA.');

describe.skipIf(!data || !existsSync(campaign))('the answers to a real campaign', () => {
  it('depend on what scikit-learn finds, too', async () => {
    const report = await told(campaign, '--outcome', 'Response');
    expect([report.of, report.yes]).toEqual([2240, 334]);
    // Mean of ten mutual_info_classif (k = 3 neighbours; scikit-learn 1.2.1) of the same columns, highest first.
    const foreign = ['MntMeatProducts', 'Income', 'AcceptedCmp5', 'NumCatalogPurchases', 'MntWines', 'MntGoldProds'];
    foreign.push('AcceptedCmp1', 'Dt_Customer', 'Recency', 'AcceptedCmp3', 'NumWebPurchases', 'NumStorePurchases');
    const nothing = ['Complain', 'Kidhome', 'Year_Birth'];
    const names = ids(report).map((id) => id.replace(/^attributes:|@days$|=yes$/g, ''));
    const first = names.slice(0, foreign.length);
    expect(foreign.filter((name) => first.includes(name)).length).toBeGreaterThanOrEqual(foreign.length - 2);
    const silent = report.features.filter(({ aboveChance }) => !aboveChance).map(({ id }) => id);
    for (const name of nothing) expect(silent.some((id) => id.includes(name))).toBe(true);
    // 0.0376 nats of AcceptedCmp5, a yes or no: exact in both.
    expect(report.features.find(({ id }) => id.includes('AcceptedCmp5'))!.information).toBeCloseTo(0.0376, 4);
  });
});
