/** The products of a workspace on the command line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { command, temporaryFolder } from './command.ts';

it('writes the products of a workspace', async () => {
  const folder = temporaryFolder();
  const environment = { CLIENTELE_CONFIG: join(folder, 'config') };
  const [orders, workspace, out] = ['orders.csv', 'shop.clientele', 'list.csv'].map((name) => join(folder, name));
  const lines = Array.from({ length: 1200 }, (_, i) => {
    const date = `2024-0${1 + (i % 9)}-${String(1 + (i % 28)).padStart(2, '0')}`;
    return `${i >> 1},K${(i * 7) % 60},${date},P${i % 4},1,${1 + (i % 4)}.50`;
  });
  writeFileSync(orders!, `invoice,customer,date,product,quantity,price\n${lines.join('\n')}\n`);
  const found = await command(
    [
      'segment',
      orders!,
      '--out',
      join(folder, 'results'),
      '--workspace',
      workspace!,
      '--method',
      'rfm',
      '--map',
      'none',
    ],
    environment,
  );
  expect(found.code).toBe(0);
  const { code, out: said, err } = await command(['products', '--workspace', workspace!, '--out', out!], environment);
  expect(err).not.toMatch(/Error/);
  expect(code).toBe(0);
  expect(said).toContain('4 → ');
  const written = readFileSync(out!, 'utf8').split('\n');
  expect(written[0]).toMatch(/^\ufeffProduct,Name,Customers,Orders,Quantity,Revenue,/);
  expect(written[1]).toMatch(/^P3,,\d+,300,300,1350,4\.5,0,2024-01-/);
  expect(written).toHaveLength(6);
  const wrong = await command(['products', '--workspace', workspace!, '--sort', 'shoes'], environment);
  expect(wrong.code).toBe(2);
});
