/** What is noted of the clock while orders are read: zones as written, and lines by the hour. */
import { describe, expect, it } from 'vitest';
import { surveyOrders } from '../../../electron/engine/ingest/survey-orders.ts';
import { at, importText } from './import-text.ts';

const file = (times: readonly string[]): string =>
  ['customer_id,order_date,price', ...times.map((time, i) => `C${i % 3},${time},${i + 1}.50`)].join('\n');

describe('the clock of a file', () => {
  it('is noted with its zones, those without among them; times stay as written', async () => {
    const { files, orders } = await importText(
      file([
        ...['2024-03-10T10:00:00+01:00', '2024-03-11T10:00:00+01:00', '2024-07-11T10:00:00+02:00'],
        ...['2024-03-12T23:30:00Z', '2024-03-12 23:30:00', '2024-03-13T10:00:00+01:00'],
      ]),
    );
    expect(files[0]!.zones).toEqual([
      { zone: '+01:00', lines: 3 },
      { zone: '+02:00', lines: 1 },
      { zone: 'Z', lines: 1 },
      { zone: '', lines: 1 },
    ]);
    expect(orders.lines.time[3]).toBe(at('2024-03-12 23:30:00'));
  });

  it('is not spoken of where no time has a zone', async () => {
    const { files } = await importText(file(['2024-03-10 10:00', '2024-03-11 PM 03:00', '2024-03-12 11:00 am']));
    expect(files[0]).not.toHaveProperty('zones');
  });

  it('repeats the zone of equal times that follow each other', async () => {
    const { files } = await importText(file([...Array(5)].map(() => '2024-03-10T10:00:00Z')));
    expect(files[0]!.zones).toEqual([{ zone: 'Z', lines: 5 }]);
  });

  it('gives lines by the hour, where most have a time of day', async () => {
    const hoursOf = async (times: readonly string[]) =>
      surveyOrders((await importText(file(times))).orders, at('2024-06-01 00:00')).hours;
    const hours = await hoursOf(['2024-03-10 10:05', '2024-03-11 10:59', '2024-03-12 23:00', '2024-03-12 00:00']);
    expect(hours).toHaveLength(24);
    expect([hours![10], hours![23], hours![0]]).toEqual([2, 1, 0]);
    expect(await hoursOf(['2024-03-10', '2024-03-11', '2024-03-12'])).toBeNull();
  });
});
