/** Files too large for the memory, and samples of customers, on the command line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const orders = join(folder, 'orders.csv');
const environment = { CLIENTELE_CONFIG: join(folder, 'config') };

beforeAll(() => {
  const lines = Array.from({ length: 30_000 }, (_, i) => {
    const customer = (i * 7) % 600;
    const day = 1 + ((i * (customer + 3)) % 28);
    return `${i >> 2},K${customer},2024-0${1 + (i % 9)}-${String(day).padStart(2, '0')},${1 + (customer % 37)}.50`;
  });
  writeFileSync(orders, `invoice,customer,date,price\n${lines.join('\n')}\n`);
});

describe('the command line', () => {
  it('refuses what does not fit into the memory, with a plan', async () => {
    const { code, err } = await command(['segment', orders, '--out', join(folder, 'none')], {
      ...{ ...environment, CLIENTELE_MEMORY: '56' },
    });
    expect(code).toBe(1);
    expect(err).toMatch(
      /^orders\.csv: about 3\d,\d{3} lines need 5\d MB of memory, and 50 MB can be had\. .*--sample-customers 1\/2/m,
    );
  });

  it('reads a sample and says so everywhere', async () => {
    const out = join(folder, 'results');
    const sampled = ['--sample-customers', '25%', '--seed', '3', '--method', 'rfm', '--map', 'none'];
    const { code, out: said, err } = await command(['segment', orders, '--out', out, ...sampled], environment);
    expect(err).not.toMatch(/Error/);
    expect(code).toBe(0);
    expect(said).toMatch(/A sample: 1 in 4 customers, \d,\d{3} of 30,000 lines/);
    const metrics = JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8'));
    expect(metrics.data.sample).toEqual({ share: 0.25, seed: 3 });
    expect(metrics.data.rows).toBe(50 * metrics.data.customers);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toMatch(/A sample: 1 in 4 customers/);
  });

  it.each(['1', '3/2', '1/0'])('takes no share of %s', async (share) => {
    const { code, err } = await command(['segment', orders, '--sample-customers', share], environment);
    expect(code).toBe(2);
    expect(err).toContain('--sample-customers');
  });
});
