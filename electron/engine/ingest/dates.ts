/** Dates as shops write them, read from bytes into seconds since 1970 on the shop's own clock. */
import type { CalendarOrder } from '../../../shared/domain.ts';
import { clock, midnight } from './civil-time.ts';
import { plainDate } from './date-words.ts';
import { parseNumber } from './numbers.ts';
import { looseText } from './plain-text.ts';

/** How the dates of a column are written: as a calendar date in some order of its parts, or as one number. */
export type DateKind = 'calendar' | 'unix-seconds' | 'unix-milliseconds' | 'excel-serial';

/** What a calendar date says about the order of day and month. */
export const DayMonth = {
  /** The year comes first, or the month has a name. */
  fixed: 0,
  /** Both readings are possible; read as month, day. */
  open: 1,
  /** Can only be month, day. */
  monthFirst: 2,
  /** Can only be day, month. */
  dayFirst: 3,
} as const;

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const wholeMonths = [
  'january february march april may june july august september october november december'.split(' '),
  'jan feb mar apr may jun jul aug sept oct nov dec'.split(' '),
  monthNames,
];
const weekDays = /^(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|(mon|tues|wednes|thurs|fri|satur|sun)day)$/;

const [slash, dash, point, comma, colon, blank, plus, underscore] = [47, 45, 46, 44, 58, 32, 43, 95];
const letterT = 84;

/**
 * Reads one column of dates. The instance remembers the last value, as the lines of an order follow each other, and
 * answers in fields rather than in an object per value.
 *
 * Calendar dates may be D/M/Y, M/D/Y, Y-M-D (any of `/ - .`, blanks, or Chinese 年月日), YYYYMMDD, ISO 8601 with T
 * and a zone, or have month names (English, and what `plainDate` knows); two-digit years from 70 on are of the 20th
 * century (POSIX). A time of day may follow, with seconds, fractions, AM/PM or 上午/下午. A zone is passed over: shop
 * time is what was written, as a customer's evening is an evening wherever the server stands.
 */
export class DateReader {
  /** Seconds since 1970-01-01 00:00 of the value last read; NaN where it is no date. */
  time = NaN;
  /** One of `DayMonth`. */
  dayMonth: number = DayMonth.fixed;
  /** The zone of the last date as it was written, `Z` or `+02:00`; empty where it had none. */
  zone = '';
  readonly kind: DateKind;
  readonly #order: CalendarOrder | null;
  readonly #last = new Uint8Array(48);
  #lastLength = -1;
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #end = 0;

  /**
   * @param order what a person said of calendar dates: `ymd` reads 11-12-31 as 2011 and takes no date that begins
   * otherwise. The two others are decided with the whole column (`DateOrderVotes`).
   */
  constructor(kind: DateKind, order: CalendarOrder | null = null) {
    this.kind = kind;
    this.#order = order;
  }

  /** Reads bytes[start .. end); false when they are no date of this kind. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (length === this.#lastLength) {
      let i = 0;
      while (i < length && bytes[start + i] === this.#last[i]) i++;
      if (i === length) return !Number.isNaN(this.time);
    }
    if (length > 48) {
      this.time = NaN;
      this.#lastLength = -1;
      return false;
    }
    for (let i = 0; i < length; i++) this.#last[i] = bytes[start + i]!;
    this.#lastLength = length;
    this.dayMonth = DayMonth.fixed;
    this.zone = '';
    this.time = this.kind === 'calendar' ? isoTime(bytes, start, end) : this.#number(bytes, start, end);
    if (Number.isNaN(this.time) && this.kind === 'calendar') {
      this.time = this.#calendar(bytes, start, end);
      if (Number.isNaN(this.time)) this.time = this.#rewritten(bytes, start, end);
    }
    return !Number.isNaN(this.time);
  }

  #number(bytes: Uint8Array, start: number, end: number): number {
    const value = parseNumber(bytes, start, end, '.');
    if (this.kind === 'excel-serial') {
      // Day 25,569 is 1970-01-01; before March 1900 Excel counts a day that never was.
      return value >= 61 && value < 109_575 ? Math.round((value - 25_569) * 86_400) : NaN;
    }
    const seconds = this.kind === 'unix-seconds' ? value : value / 1000;
    return seconds > 0 && seconds < 7_258_118_400 ? Math.floor(seconds) : NaN;
  }

  /** A date in a rarer form: month names of other languages, full-width digits, the time in front. */
  #rewritten(bytes: Uint8Array, start: number, end: number): number {
    const plain = plainDate(looseText(bytes, start, end));
    if (plain === null) return NaN;
    this.dayMonth = DayMonth.fixed;
    const rewritten = Buffer.from(plain, 'utf8');
    return this.#calendar(rewritten, 0, rewritten.length);
  }

  #calendar(bytes: Uint8Array, start: number, end: number): number {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    let month = this.#letters() ? this.#month() : 0;
    if (month < 0) {
      // A weekday in front.
      if (!this.#separator()) return NaN;
      month = this.#letters() ? this.#month() : 0;
    }
    if (!(month >= 0)) return NaN;

    const from = this.#at;
    let year: number;
    let day: number;
    if (month > 0) {
      // Jan 12, 2011
      if (!this.#separator()) return NaN;
      day = this.#digits(1, 2);
      this.#ordinal();
      if (!this.#separator()) return NaN;
      year = this.#year();
    } else {
      const first = this.#digits(1, 14);
      const length = this.#at - from;
      if (length === 8 || length === 12 || length === 14) return this.#compact(first, length);
      if (length === 4) {
        // 2011-12-31
        if (!this.#separator()) return NaN;
        year = first;
        month = this.#letters() ? this.#month() : this.#digits(1, 2);
        if (!this.#separator()) return NaN;
        day = this.#digits(1, 2);
      } else if (length <= 2) {
        this.#ordinal();
        if (!this.#separator()) return NaN;
        if (this.#letters()) {
          // 12 Jan 2011
          day = first;
          month = this.#month();
          if (!this.#separator()) return NaN;
          year = this.#year();
        } else {
          const second = this.#digits(1, 2);
          if (!this.#separator()) return NaN;
          if (length === 2 && (first > 31 || (this.#order === 'ymd' && this.#shortYear()))) {
            // 99-12-31
            year = fullYear(first);
            month = second;
            day = this.#digits(1, 2);
          } else {
            if (this.#order === 'ymd') return NaN;
            year = this.#year();
            const dayFirst = first > 12;
            if (dayFirst) this.dayMonth = DayMonth.dayFirst;
            else if (second > 12) this.dayMonth = DayMonth.monthFirst;
            else this.dayMonth = DayMonth.open;
            month = dayFirst ? second : first;
            day = dayFirst ? first : second;
          }
        }
      } else return NaN;
    }
    return midnight(year, month, day) + this.#timeOfDay();
  }

  /** 20111231, 201112312359 or 20111231235959, of which the digits have been read. */
  #compact(digits: number, length: number): number {
    const date = length === 8 ? digits : Math.floor(digits / 10 ** (length - 8));
    const day = midnight(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100);
    if (length === 8) return day + this.#timeOfDay();
    const time = (digits % 10 ** (length - 8)) * (length === 12 ? 100 : 1);
    if (this.#at !== this.#end) return NaN;
    return day + clock(Math.floor(time / 10_000), Math.floor(time / 100) % 100, time % 100);
  }

  /** Seconds since midnight of what is left; 0 when nothing is. */
  #timeOfDay(): number {
    let afternoon = this.#half();
    // A sign after the day (日), or a T or blanks before the hour.
    this.#separator();
    if (this.#at < this.#end && (this.#bytes[this.#at]! | 32) === 116) this.#at++;
    if (this.#at === this.#end) return 0;
    if (!isDigit(this.#bytes[this.#at]!)) return NaN;
    let hour = this.#digits(1, 2);
    let minute = 0;
    let second = 0;
    let parts = 1;
    if (this.#colon()) {
      minute = this.#digits(1, 2);
      parts++;
      if (this.#colon() && this.#at < this.#end && isDigit(this.#bytes[this.#at]!)) {
        second = this.#digits(1, 2);
        const mark = this.#bytes[this.#at];
        if (this.#at < this.#end && (mark === point || mark === comma)) {
          this.#at++;
          while (this.#at < this.#end && isDigit(this.#bytes[this.#at]!)) this.#at++;
        } else if (this.#at < this.#end && mark! >= 0x80) this.#separator();
      }
    }
    while (this.#at < this.#end && this.#bytes[this.#at] === blank) this.#at++;
    if (this.#at < this.#end) {
      const letter = this.#bytes[this.#at]! | 32;
      const next = this.#at + 1 < this.#end ? this.#bytes[this.#at + 1]! | 32 : 109;
      if ((letter === 97 || letter === 112) && (next === 109 || next === (point | 32))) {
        // AM, PM, a.m., p.m.
        this.#at++;
        if (this.#at < this.#end && this.#bytes[this.#at] === point) this.#at++;
        if (this.#at < this.#end && (this.#bytes[this.#at]! | 32) === 109) this.#at++;
        if (this.#at < this.#end && this.#bytes[this.#at] === point) this.#at++;
        afternoon = letter === 112 ? 1 : 0;
      }
      if (parts > 1) this.#zone();
      if (this.#at !== this.#end) return NaN;
    } else if (parts === 1 && afternoon < 0) return NaN;
    if (afternoon === 1 && hour < 12) hour += 12;
    if (afternoon === 0 && hour === 12) hour = 0;
    return clock(hour, minute, second);
  }

  /** Passes over Z, UTC, +08:00 or -0500. */
  #zone(): void {
    while (this.#at < this.#end && this.#bytes[this.#at] === blank) this.#at++;
    const from = this.#at;
    let letters = 0;
    while (this.#at < this.#end && isLetter(this.#bytes[this.#at]!) && letters < 5) {
      this.#at++;
      letters++;
    }
    if (this.#at < this.#end && (this.#bytes[this.#at] === plus || this.#bytes[this.#at] === dash)) {
      this.#at++;
      this.#digits(1, 4);
      if (this.#colon()) this.#digits(2, 2);
    }
    if (this.#at > from) this.zone = Buffer.from(this.#bytes.subarray(from, this.#at)).toString('latin1').trim();
  }

  /** 上午 (0) and 下午 (1), in UTF-8 and GBK, possibly after blanks or another sign; -1 otherwise. */
  #half(): number {
    const bytes = this.#bytes;
    for (let i = this.#at; i < this.#end && (bytes[i] === blank || bytes[i]! >= 0x80); i++) {
      const [a, b, c, d, e, f] = [bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3], bytes[i + 4], bytes[i + 5]];
      if (a === 0xe4 && b === 0xb8 && d === 0xe5 && e === 0x8d && f === 0x88) {
        if (c === 0x8a) return 0;
        if (c === 0x8b) return 1;
      }
      if (b === 0xcf && c === 0xce && d === 0xe7 && a === 0xc9) return 0;
      if (a === 0xcf && b === 0xc2 && c === 0xce && d === 0xe7) return 1;
    }
    return -1;
  }

  /** A number of `least` to `most` digits, or NaN. */
  #digits(least: number, most: number): number {
    let value = 0;
    let n = 0;
    while (this.#at < this.#end && n < most) {
      const digit = this.#bytes[this.#at]! - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      this.#at++;
      n++;
    }
    return n < least ? NaN : value;
  }

  /** Whether one or two digits stand here, which then are a day and no year of four digits. */
  #shortYear(): boolean {
    let at = this.#at;
    while (at < this.#end && isDigit(this.#bytes[at]!)) at++;
    return at - this.#at <= 2;
  }

  #year(): number {
    const from = this.#at;
    const year = this.#digits(2, 4);
    const length = this.#at - from;
    if (this.#at < this.#end && isDigit(this.#bytes[this.#at]!)) return NaN;
    return length === 4 ? year : length === 2 ? fullYear(year) : NaN;
  }

  /** Passes over signs between the parts of a date; false when there is none. */
  #separator(): boolean {
    const from = this.#at;
    while (this.#at < this.#end) {
      const byte = this.#bytes[this.#at]!;
      if (
        byte !== slash &&
        byte !== dash &&
        byte !== point &&
        byte !== blank &&
        byte !== comma &&
        byte !== underscore &&
        byte < 0x80
      ) {
        break;
      }
      this.#at++;
    }
    return this.#at > from;
  }

  /** A colon, or a sign such as 时 between hours and minutes. */
  #colon(): boolean {
    if (this.#at >= this.#end) return false;
    if (this.#bytes[this.#at] === colon) {
      this.#at++;
      return true;
    }
    const from = this.#at;
    while (this.#at < this.#end && this.#bytes[this.#at]! >= 0x80) this.#at++;
    return this.#at > from;
  }

  /** The 1st, 2nd, 3rd and 4th. */
  #ordinal(): void {
    if (this.#at + 2 > this.#end || !isLetter(this.#bytes[this.#at]!) || isLetter(this.#bytes[this.#at + 2] ?? 0))
      return;
    const a = this.#bytes[this.#at]! | 32;
    const b = this.#bytes[this.#at + 1]! | 32;
    const is = (text: string): boolean => text.charCodeAt(0) === a && text.charCodeAt(1) === b;
    if (is('st') || is('nd') || is('rd') || is('th')) this.#at += 2;
  }

  #letters(): boolean {
    return this.#at < this.#end && isLetter(this.#bytes[this.#at]!);
  }

  /** Month 1 to 12 of the English word here, or -1 for a weekday; NaN for any other word. */
  #month(): number {
    let word = '';
    while (this.#at < this.#end && isLetter(this.#bytes[this.#at]!) && word.length < 10) {
      word += String.fromCharCode(this.#bytes[this.#at++]! | 32);
    }
    for (const names of wholeMonths) {
      const month = names.indexOf(word);
      if (month >= 0) return month + 1;
    }
    return weekDays.test(word) ? -1 : NaN;
  }
}

/**
 * The reading as day, month of a time that was read as month, day from an open value (both at most 12).
 */
export function swapDayAndMonth(time: number): number {
  const days = Math.floor(time / 86_400);
  const date = new Date(days * 86_400_000);
  return midnight(date.getUTCFullYear(), date.getUTCDate(), date.getUTCMonth() + 1) + (time - days * 86_400);
}

/** 2011-12-31, also with 23:59 or 23:59:59 after a blank or T, as most programs write it; NaN for any other form. */
function isoTime(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length !== 10 && length !== 16 && length !== 19) return NaN;
  if (bytes[start + 4] !== dash || bytes[start + 7] !== dash) return NaN;
  const year = 100 * twoDigits(bytes, start) + twoDigits(bytes, start + 2);
  const day = midnight(year, twoDigits(bytes, start + 5), twoDigits(bytes, start + 8));
  if (length === 10) return day;
  if ((bytes[start + 10] !== blank && bytes[start + 10] !== letterT) || bytes[start + 13] !== colon) return NaN;
  if (length === 19 && bytes[start + 16] !== colon) return NaN;
  const second = length === 19 ? twoDigits(bytes, start + 17) : 0;
  return day + clock(twoDigits(bytes, start + 11), twoDigits(bytes, start + 14), second);
}

function twoDigits(bytes: Uint8Array, at: number): number {
  return isDigit(bytes[at]!) && isDigit(bytes[at + 1]!) ? 10 * bytes[at]! + bytes[at + 1]! - 11 * 48 : NaN;
}

function fullYear(twoDigits: number): number {
  return twoDigits + (twoDigits < 70 ? 2000 : 1900);
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function isLetter(byte: number): boolean {
  const lower = byte | 32;
  return byte < 0x80 && lower >= 97 && lower <= 122;
}
