/** Personal strings planted in the input must be found nowhere: not even in files that live for a moment. */
import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, start, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const places = Object.fromEntries(['config', 'temporary', 'work', 'input'].map((name) => [name, join(folder, name)]));
for (const place of Object.values(places)) mkdirSync(place);
const environment = {
  CLIENTELE_CONFIG: places.config!,
  TMPDIR: places.temporary!,
  CLIENTELE_DEBUG: '1',
  NODE_COMPILE_CACHE: '',
};

const people = Array.from({ length: 100 }, (_, i) => ({
  name: `Quirinia Zabolotskaya${i}`,
  mail: `quirinia.zab${i}@planted-mail.example`,
}));
const needles = people.flatMap(({ name, mail }) => [name, mail]);

function ordersWithPeople(): string {
  const rows = [
    'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country,Contact name,E-Mail',
  ];
  for (let i = 0; i < 3000; i++) {
    const person = people[i % people.length]!;
    const note = i % 3 === 0 ? `Gift card for ${person.name}` : i % 3 === 1 ? `Lamp ${person.mail}` : 'Blue lamp';
    const date = `2024-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + ((i * 7) % 28)).padStart(2, '0')} 1${i % 9}:00`;
    rows.push(
      `${5000 + i},P${i % 40},${note},${1 + (i % 5)},${date},${2 + (i % 9)}.50,C${i % 150},France,${person.name},${person.mail}`,
    );
  }
  return rows.join('\n');
}

function filesBelow(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .map((name) => join(place, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}

/** Names of planted strings found in a file, which may vanish while it is read. */
function found(file: string): string[] {
  try {
    const bytes = readFileSync(file);
    const wide = bytes.toString('utf16le');
    const text = bytes.toString('latin1');
    return needles
      .filter((needle) => text.includes(needle) || wide.includes(needle))
      .map((needle) => `${file}: ${needle}`);
  } catch {
    return [];
  }
}

/** Also files that were deleted while the process still holds them open. */
function openFiles(pid: number): string[] {
  try {
    const folderOfPid = `/proc/${pid}/fd`;
    return readdirSync(folderOfPid)
      .map((fd) => join(folderOfPid, fd))
      .filter((fd) => {
        const target = readlinkSync(fd);
        return target.startsWith(folder) && !target.startsWith(places.input!);
      });
  } catch {
    return [];
  }
}

describe('privacy', () => {
  it('leaves none of 200 planted names and e-mails in any file, living or deleted, nor in what it prints', async () => {
    const file = join(places.input!, 'orders.csv');
    writeFileSync(file, ordersWithPeople());
    const child = start(
      [
        'segment',
        file,
        '--workspace',
        join(places.work!, 'shop.clientele'),
        '--out',
        join(places.work!, 'out'),
        '--preset',
        'fast',
      ],
      environment,
    );
    let printed = '';
    child.stdout!.on('data', (text: Buffer) => (printed += text.toString()));
    child.stderr!.on('data', (text: Buffer) => (printed += text.toString()));
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    let running = true;
    void closed.then(() => (running = false));
    const leaks = new Set<string>();
    let looks = 0;
    while (running) {
      const living = [places.config!, places.temporary!, places.work!].flatMap(filesBelow);
      for (const seen of [...living, ...openFiles(child.pid!)]) for (const leak of found(seen)) leaks.add(leak);
      looks++;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    expect(await closed, printed).toBe(0);
    const left = [places.config!, places.temporary!, places.work!].flatMap(filesBelow);
    for (const file of left) for (const leak of found(file)) leaks.add(leak);
    expect([...leaks]).toEqual([]);
    expect(looks).toBeGreaterThan(10);
    expect(left.some((name) => name.endsWith('report.html'))).toBe(true);
    expect(needles.filter((needle) => printed.includes(needle))).toEqual([]);
    // A temporary workspace leaves nothing behind either.
    const temporary = await command(
      ['segment', file, '--out', join(places.work!, 'again'), '--preset', 'fast', '--map', 'none'],
      environment,
    );
    expect(temporary.code).toBe(0);
    expect(filesBelow(places.temporary!)).toEqual([]);
  });

  it('tells of a bad cell by its outline', async () => {
    const file = join(places.input!, 'bad.csv');
    const rows = ordersWithPeople()
      .split('\n')
      .map((line, i) => (i === 0 ? line : line.replace(/2024-\S+ \S+?(?=,)/, people[i % 100]!.mail)));
    writeFileSync(file, rows.join('\n'));
    const { code, out, err } = await command(['segment', file, '--out', join(places.work!, 'bad')], environment);
    expect(code).toBe(1);
    expect(err).toContain('bad.csv');
    expect(needles.filter((needle) => (out + err).includes(needle))).toEqual([]);
  });
});
