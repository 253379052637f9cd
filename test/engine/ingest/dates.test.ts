import { describe, expect, it } from 'vitest';
import { DateOrderVotes } from '../../../electron/engine/ingest/date-order.ts';
import { DateReader, DayMonth, swapDayAndMonth, type DateKind } from '../../../electron/engine/ingest/dates.ts';
import { at } from './import-text.ts';

function read(text: string | Uint8Array, kind: DateKind = 'calendar'): { time: number; dayMonth: number } | null {
  const reader = new DateReader(kind);
  const bytes = Buffer.from(text);
  return reader.read(bytes, 0, bytes.length) ? { time: reader.time, dayMonth: reader.dayMonth } : null;
}

describe('DateReader', () => {
  it.each([
    ['2010-12-01', '2010-12-01 00:00'],
    ['2010-12-01 08:26', '2010-12-01 08:26'],
    ['2010/12/1 8:26', '2010-12-01 08:26'],
    ['2010.12.01', '2010-12-01 00:00'],
    ['2010-12-01T08:26:30', '2010-12-01 08:26:30'],
    ['2010-12-01T08:26:30.123Z', '2010-12-01 08:26:30'],
    ['2010-12-01T08:26:30+08:00', '2010-12-01 08:26:30'],
    ['2010-12-01 08:26:30 UTC', '2010-12-01 08:26:30'],
    ['2010-12-01 08:26:30.5 -0500', '2010-12-01 08:26:30'],
    ['20101201', '2010-12-01 00:00'],
    ['20101201 0826', null],
    ['20101201T08:26', '2010-12-01 08:26'],
    ['201012010826', '2010-12-01 08:26'],
    ['20101201082630', '2010-12-01 08:26:30'],
    ['31.12.2010', '2010-12-31 00:00'],
    ['31-12-10 23:59:59', '2010-12-31 23:59:59'],
    ['12/31/10', '2010-12-31 00:00'],
    ['12/31/1999 11:59 PM', '1999-12-31 23:59'],
    ['12/31/1999 12:05 am', '1999-12-31 00:05'],
    ['12/31/1999 1:05:07 p.m.', '1999-12-31 13:05:07'],
    ['31/12/69', '2069-12-31 00:00'],
    ['31/12/70', '1970-12-31 00:00'],
    ['99-12-31', '1999-12-31 00:00'],
    ['1 Dec 2010', '2010-12-01 00:00'],
    ['1st December 2010 8:26', '2010-12-01 08:26'],
    ['01-Dec-10', '2010-12-01 00:00'],
    ['Dec 1, 2010', '2010-12-01 00:00'],
    ['Sept 3rd 2010', '2010-09-03 00:00'],
    ['Wed, 01 Dec 2010 08:26:00 GMT', '2010-12-01 08:26'],
    ['2010-Dec-01', '2010-12-01 00:00'],
    ['2016年8月3日', '2016-08-03 00:00'],
    ['2016年8月3日 14:01:13', '2016-08-03 14:01:13'],
    ['2016年8月3日 14时1分13秒', '2016-08-03 14:01:13'],
    ['2016/8/3 下午2:01:13', '2016-08-03 14:01:13'],
    ['2016/8/3 上午 12:01', '2016-08-03 00:01'],
    ['2012-02-29', '2012-02-29 00:00'],
    ['2000-02-29', '2000-02-29 00:00'],
    ['1997-01-01', '1997-01-01 00:00'],
    ['2016年11月5日', '2016-11-05 00:00'],
    ['２０１６年１１月５日', '2016-11-05 00:00'],
    ['2016年11月5日(土) 10:05', '2016-11-05 10:05'],
    ['2016-11-05 周六 10:00', '2016-11-05 10:00'],
    ['2016/11/5 PM 3:05', '2016-11-05 15:05'],
    ['5. März 2016', '2016-03-05 00:00'],
    ['5 août 2016', '2016-08-05 00:00'],
    ['05 janv. 2016 15h05', '2016-01-05 15:05'],
    ['5 de noviembre de 2016', '2016-11-05 00:00'],
    ['31.12.2016 um 15:05 Uhr', '2016-12-31 15:05'],
    ['31-12-2016 at 3:05 pm', '2016-12-31 15:05'],
    ['20161105T100000Z', '2016-11-05 10:00'],
    ['2016-11-05T10:00:00.000-0800', '2016-11-05 10:00'],
    ['2016-11-05 10:00:00 +0000 UTC', '2016-11-05 10:00'],
    ['2016-11-05T10:00:00[UTC]', '2016-11-05 10:00'],
    ['2016-11-05Z', '2016-11-05 00:00'],
    ['Nov 5, 2016 3:05:07 PM PST', '2016-11-05 15:05:07'],
    ['Sat Nov  5 15:05:07 2016', '2016-11-05 15:05:07'],
    ['Sat Nov 05 2016 15:05:07 GMT+0800 (CST)', '2016-11-05 15:05:07'],
    ['05-NOV-16 03.05.07.000000 PM', '2016-11-05 15:05:07'],
    ["5 Nov '16", '2016-11-05 00:00'],
    ['13:05 2016-11-05', '2016-11-05 13:05'],
    ['2016 11 05', '2016-11-05 00:00'],
  ])('reads %s', (text, time) => {
    expect(read(text)?.time ?? null).toBe(time && at(time));
  });

  it('reads Chinese dates in GBK', () => {
    const gbk = Buffer.from('2016\xc4\xea8\xd4\xc23\xc8\xd5 \xcf\xc2\xce\xe72:01', 'latin1');
    expect(read(gbk)?.time).toBe(at('2016-08-03 14:01'));
  });

  it.each([
    '',
    'NA',
    'today',
    '31 février 2016',
    '５．５',
    '2016-11-05 25h00',
    'mars 2016',
    '2010',
    '2010-12',
    '2010-13-01',
    '2010-02-30',
    '2011-02-29',
    '1900-02-29',
    '31/11/2010',
    '13/13/2010',
    '0000-00-00',
    '2010-12-01 25:00',
    '2010-12-01 08:61',
    '12/1/2010 8',
    '12/1/2010 8:',
    '12/1/201',
    '12/1/20100',
    '1/2',
    '536365',
    '12 Foo 2010',
    'Foo 12 2010',
    '2010-12-01 08:26 and more',
    '2010-12-01-2010-12-02-2010-12-03-2010-12-04-2010-12-05',
  ])('refuses %j', (text) => {
    expect(read(text)).toBeNull();
  });

  it('tells which values settle the order of day and month', () => {
    expect(read('12/1/2010')).toEqual({ time: at('2010-12-01 00:00'), dayMonth: DayMonth.open });
    expect(read('13/1/2010')).toEqual({ time: at('2010-01-13 00:00'), dayMonth: DayMonth.dayFirst });
    expect(read('1/13/2010')).toEqual({ time: at('2010-01-13 00:00'), dayMonth: DayMonth.monthFirst });
    expect(read('2010-01-13')?.dayMonth).toBe(DayMonth.fixed);
    expect(swapDayAndMonth(at('2010-12-01 08:26'))).toBe(at('2010-01-12 08:26'));
    expect(swapDayAndMonth(at('1969-03-02 00:00'))).toBe(at('1969-02-03 00:00'));
  });

  it('reads numbers of seconds, milliseconds and Excel days', () => {
    expect(read('1511544070', 'unix-seconds')?.time).toBe(1511544070);
    expect(read('1511544070123', 'unix-milliseconds')?.time).toBe(1511544070);
    expect(read('40513.3513888889', 'excel-serial')?.time).toBe(at('2010-12-01 08:26'));
    expect(read('40513', 'excel-serial')?.time).toBe(at('2010-12-01 00:00'));
    expect(read('2010-12-01', 'excel-serial')).toBeNull();
    expect(read('-5', 'unix-seconds')).toBeNull();
  });

  it('remembers the last value, and is not misled by it', () => {
    const reader = new DateReader('calendar');
    const bytes = Buffer.from('13/01/201001/13/2010xx/xx/xxxx');
    expect([reader.read(bytes, 0, 10), reader.dayMonth]).toEqual([true, DayMonth.dayFirst]);
    expect([reader.read(bytes, 0, 10), reader.dayMonth]).toEqual([true, DayMonth.dayFirst]);
    expect([reader.read(bytes, 10, 20), reader.dayMonth]).toEqual([true, DayMonth.monthFirst]);
    expect(reader.read(bytes, 20, 30)).toBe(false);
    expect(reader.read(bytes, 20, 30)).toBe(false);
  });

  it('agrees with the calendar of the language for every day of 200 years', () => {
    const reader = new DateReader('calendar');
    for (let day = at('1900-01-01 00:00'); day < at('2100-01-01 00:00'); day += 86_400) {
      const bytes = Buffer.from(new Date(day * 1000).toISOString().slice(0, 10));
      reader.read(bytes, 0, 10);
      if (reader.time !== day) expect(reader.time).toBe(day);
    }
  });
});

describe('DateOrderVotes', () => {
  const decide = (texts: string[], dayFirstHabit = false): unknown => {
    const votes = new DateOrderVotes();
    const open: number[] = [];
    for (const text of texts) {
      const { time, dayMonth } = read(text)!;
      votes.add(dayMonth);
      if (dayMonth === DayMonth.open) open.push(time);
    }
    return votes.decide('calendar', () => open, dayFirstHabit);
  };

  it('follows the value that settles it, however late', () => {
    expect(decide([...Array<string>(50).fill('1/2/2010'), '1/13/2010'], true)).toEqual({
      order: 'mdy',
      dayFirst: false,
      ambiguous: false,
      because: 'value',
    });
    expect(decide([...Array<string>(50).fill('1/2/2010'), '13/1/2010'])).toMatchObject({
      order: 'dmy',
      ambiguous: false,
    });
  });

  it('otherwise takes the reading in which the lines follow each other, then the habit', () => {
    const days = ['1/3/2010', '2/3/2010', '3/3/2010', '4/3/2010', '5/3/2010'];
    expect(decide(days)).toEqual({ order: 'dmy', dayFirst: true, ambiguous: true, because: 'sequence' });
    expect(decide(days.map((day) => day.replace(/(.)\/(.)/, '$2/$1')))).toMatchObject({
      order: 'mdy',
      ambiguous: true,
    });
    expect(decide(['3/3/2010'], true)).toMatchObject({ order: 'dmy', ambiguous: true, because: 'habit' });
    expect(decide(['3/3/2010'], false)).toMatchObject({ order: 'mdy', ambiguous: true });
  });

  it('has nothing to decide where the year comes first', () => {
    expect(decide(['2010-01-02'])).toEqual({ order: 'ymd', dayFirst: false, ambiguous: false, because: 'form' });
  });

  it('does not doubt what a person says', () => {
    const votes = new DateOrderVotes();
    votes.add(DayMonth.dayFirst);
    expect(votes.decide('calendar', () => [], true, 'mdy')).toMatchObject({ order: 'mdy', dayFirst: false });
    // Numbers have no order of parts.
    expect(votes.decide('unix-seconds', () => [], true, 'mdy')).toMatchObject({ order: 'unix-seconds' });
  });

  it('a year of two digits comes first where a person says so, and nothing else does then', () => {
    const reader = new DateReader('calendar', 'ymd');
    const time = (text: string): number => (reader.read(Buffer.from(text), 0, text.length) ? reader.time : NaN);
    expect(time('11-12-31')).toBe(at('2011-12-31 00:00'));
    expect(time('2011/12/31 10:05')).toBe(at('2011-12-31 10:05'));
    expect(time('31/12/2011')).toBeNaN();
    expect(time('12/31/2011')).toBeNaN();
  });
});
