/** What files of visits say besides who did what: the visit itself, the device, and the time spent. */
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../../electron/engine/ingest/import-files.ts';
import { inspectFile } from '../../../../electron/engine/ingest/inspect-file.ts';
import type { NumberColumn } from '../../../../shared/customer-table.ts';
import type { FileReading } from '../../../../shared/domain.ts';
import { fileOf, quiet } from '../import-text.ts';

async function columnsOf(text: string, reading: Partial<FileReading> = {}): Promise<Map<string, number[]>> {
  const imported = await importFiles([fileOf(text)], [{ columns: {}, exclude: [], ...reading }], quiet);
  const columns = imported.orders.table!.columns as NumberColumn[];
  return new Map(columns.map(({ id, values }) => [id.replace('browsing:', ''), [...values]]));
}
const rolesOf = async (text: string): Promise<(string | null)[]> => {
  const { kind, columns } = await inspectFile(fileOf(text));
  return [kind, ...columns.map(({ role }) => role)];
};

describe('visits', () => {
  it.each([
    [
      'customer,session,time,type,product,device,seconds\n1,a,2024-01-01 10:00,view,X,phone,30\n1,a,2024-01-01 10:01,cart,X,phone,0\n',
      ['customer', 'session', 'date', 'action', 'product', 'device', 'seconds'],
    ],
    [
      'user_id,Session ID,timestamp,page_url,User Agent,Time on page (s)\n1,a,2024-01-01 10:00,/home,Mozilla/5.0 (iPhone),3\n1,b,2024-01-02 10:00,/shop,Mozilla/5.0 (iPhone),5\n',
      ['customer', 'session', 'date', 'product', 'device', 'seconds'],
    ],
    [
      '用户id,会话编号,时间,页面,设备,停留时长(秒)\n1,a,2024-01-01 10:00,首页,手机,3\n1,b,2024-01-02 10:00,列表,电脑,5\n',
      ['customer', 'session', 'date', 'product', 'device', 'seconds'],
    ],
    [
      'client_id,visit_id,date,device_category,duration\n1,a,2024-01-01,mobile,00:03:20\n1,b,2024-01-02,desktop,00:01:10\n2,c,2024-01-02,desktop,00:00:10\n',
      ['customer', 'session', 'date', 'device', 'seconds'],
    ],
  ])('are known by their columns: %#', async (text, roles) => {
    expect(await rolesOf(text)).toEqual(['events', ...roles]);
  });

  it('stand for customers where nobody is named', async () => {
    const text =
      'session_id,timestamp,item_id,category\n1,2014-04-07T10:51:09,214536502,0\n1,2014-04-07T10:54:09,214536500,0\n2,2014-04-07T13:56:37,214662742,0\n';
    expect(await rolesOf(text)).toEqual(['events', 'customer', 'date', 'product', 'category']);
  });

  it('go by their own numbers, not by pauses', async () => {
    const columns = await columnsOf(
      'customer,visit_id,time,page\n1,a,2024-01-01 10:00,home\n1,a,2024-01-01 12:00,shop\n1,b,2024-01-01 12:01,home\n',
    );
    expect(columns.get('sessions')).toEqual([2]);
    expect(columns.get('sessionLength')).toEqual([60]);
  });

  it.each([
    ['seconds', ['30', '90', '-1', '']],
    ['duration_ms', ['30000', '90000', '-1', 'NA']],
    ['dwell', ['30000', '90000', '', '']],
    ['duration (min)', ['0.5', '1.5', '', '']],
    ['停留时长（毫秒）', ['30000', '90000', '', '']],
    ['time_on_page', ['0:30', '00:01:30', '', '-']],
  ])('last as long as their pages, whatever the unit: %s', async (name, spent) => {
    const rows = spent.map((cell, i) => `1,a,2024-01-01 10:0${i},p${i},${cell}`);
    const columns = await columnsOf([`customer,session,time,page,${name}`, ...rows].join('\n'));
    expect(columns.get('typicalVisit')).toEqual([2]);
    expect(columns.get('secondsPerPage')).toEqual([60]);
  });

  it('by phone are counted as visits, whatever the file calls phones', async () => {
    const rows = ['a,iPhone', 'a,iPhone', 'a,iPhone', 'b,Windows', 'c,Android'].map(
      (cells, i) => `1,2024-01-0${i + 1} 10:00,p${i},${cells}`,
    );
    const columns = await columnsOf(['customer,time,page,session,os', ...rows].join('\n'));
    expect(columns.get('phoneShare')).toEqual([2 / 3]);
    expect(columns.get('device=desktop')).toEqual([0.2]);
    expect(columns.has('device=phone')).toBe(false);
  });

  it('can be told by hand which columns say it', async () => {
    const text = 'customer,x,time,page,y\n1,a,2024-01-01 10:00,home,60\n1,a,2024-01-01 15:00,shop,60\n';
    const found = await columnsOf(text, { kind: 'events', columns: { session: 'x', seconds: 5 } });
    expect(found.get('sessions')).toEqual([1]);
    expect(found.get('typicalVisit')).toEqual([2]);
  });
});
