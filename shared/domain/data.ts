/** Step 1: files, their columns, and the data set that they make. */
import type { Addition } from '../additions.ts';
import type { Recipe } from '../orders.ts';
import type { DataQuality } from '../quality.ts';

export const orderRoles = [
  'invoice',
  'product',
  'description',
  'quantity',
  'date',
  'price',
  'amount',
  'customer',
  'country',
  'status',
  'consent',
] as const;
export type OrderRole = (typeof orderRoles)[number];

/** What a file is about. A catalogue names no customers: it says what is known of the products that other files name. */
export const fileKinds = [
  'orders',
  'attributes',
  'events',
  'relationships',
  'reviews',
  'features',
  'catalogue',
] as const;
export type FileKind = (typeof fileKinds)[number];

/**
 * Roles that only files other than orders have: `label` is a segment or class that is known already; `action` what a
 * customer did (view, cart, buy), `category` of what; `other` the second customer of a relationship; `session`,
 * `device` and `seconds` (time spent) belong to visits, `brand`, `details` (a longer description) and `image` (the file
 * of a picture) to products.
 */
export const tableRoles = [
  'label',
  'action',
  'category',
  'other',
  'rating',
  'session',
  'device',
  'seconds',
  'brand',
  'details',
  'image',
] as const;
export type TableRole = (typeof tableRoles)[number];
/** Roles that a person can give to a column. */
export const givenRoles = [...orderRoles, ...tableRoles] as const;
export type GivenRole = (typeof givenRoles)[number];
/**
 * `attribute` columns become features; `personal` ones are never read past their recognition; `ignored` ones are not
 * understood or not needed.
 */
export type ColumnRole = GivenRole | 'attribute' | 'personal' | 'ignored';

export interface ColumnGuess {
  /** 0-based position in the file. */
  index: number;
  /** Header text; `column 3` style names where the file has no header. */
  name: string;
  role: ColumnRole;
  /** 0 to 1. Below 0.6 a person is asked. */
  confidence: number;
  /** What spoke for the role. */
  because: 'name' | 'values' | 'name and values' | 'nothing';
  /** Share of sampled cells that are empty. */
  missingShare: number;
  /** Its cells are never shown as they are, whatever its role: they look like a person's data, or somebody said so. */
  masked?: true;
  /** Its ids were personal, and were replaced by pseudonyms when the file was read. */
  replaced?: true;
  /** What its cells hold, once the file has been read; data sets read before there were profiles have none. */
  profile?: ColumnProfile;
}

/** What the cells of a column hold, over the lines that could be read. */
export interface ColumnProfile {
  type: 'date' | 'number' | 'text' | 'id' | 'personal' | 'empty';
  /** Lines looked at: all of them, or the first 100,000 of a column that is not used. */
  lines: number;
  missing: number;
  /** Different values; null means more than 10,000, except for the columns of known roles, which are counted exactly. */
  distinct: number | null;
  /** Lowest, middle and highest of numbers, and of dates as seconds since 1970; null for texts. */
  low: number | null;
  median: number | null;
  high: number | null;
  /**
   * Dates: lines in 12 equally wide steps from low to high. Numbers: the same between `barRange`, with what lies beyond
   * it in the bars at the ends, so that a few giants do not press all others into one bar. Texts: lines of the five
   * commonest values.
   */
  bars: number[];
  barRange?: [number, number];
  /** Up to five; of texts those of `bars`. Numbers of customers and orders, and personal values, are masked. */
  examples: string[];
  /** An id of digits alone, which might be taken for a number. */
  digits?: true;
}

/** Orders of a calendar date's parts that a person can choose; dates that are one number are told by their form. */
export const calendarOrders = ['ymd', 'mdy', 'dmy'] as const;
export type CalendarOrder = (typeof calendarOrders)[number];
export type DateOrder = CalendarOrder | 'unix-seconds' | 'unix-milliseconds' | 'excel-serial';

/** All lines of some customers, chosen by the hash of their ids. */
export interface CustomerSample {
  /** Of the customers, above 0 and below 1. */
  share: number;
  seed: number;
}

/** Why a file does not fit into the memory, and what would. */
export interface MemoryPlan {
  /** Lines or rows, as far as the beginning of the file tells. */
  records: number;
  /** Bytes that reading it takes, and those that it may have of what is free. */
  needed: number;
  free: number;
  /** A sample of one customer in so many fits; null where none does. */
  oneIn: number | null;
}

/** What a person knows better than the detection; all that is left out is found out. */
export interface FileReading {
  kind?: FileKind | undefined;
  /** The sheet of a workbook, or the file in an archive, that is to be read. */
  part?: string | undefined;
  /** Column of a role, by name or 1-based number. */
  columns: Partial<Record<GivenRole, string | number>>;
  /** Columns that are features whatever they look like, by name or 1-based number. */
  attributes?: (string | number)[] | undefined;
  /** Columns that are not to be read, by name or 1-based number. */
  exclude: (string | number)[];
  /** Columns that hold personal data: they are not read, and never shown as they are. */
  personal?: (string | number)[] | undefined;
  encoding?: string | undefined;
  /** One character, or `blanks`. */
  delimiter?: string | undefined;
  /** Whether the first line holds the names of the columns. */
  hasHeader?: boolean | undefined;
  dateOrder?: CalendarOrder | undefined;
  /** Only these customers are read; all by default. */
  sample?: CustomerSample | undefined;
}

/** What decided how a file is read. */
export interface ReadingReasons {
  /** A byte order mark; nothing but ASCII; valid as that encoding; or the likeliest of several. */
  encoding: 'chosen' | 'mark' | 'ascii' | 'valid' | 'likeliest';
  /** The file's own `sep=` line, or the sign that parts its lines most regularly. */
  delimiter: 'chosen' | 'said' | 'regular';
  /** The first line has names that columns of orders have, or texts above values; or it looks like data. */
  header: 'chosen' | 'names' | 'values' | 'data';
  /** The form itself; a date that fits one order only; the order in which lines follow each other; or other habits. */
  dateOrder: 'chosen' | 'form' | 'value' | 'sequence' | 'habit';
}

/** A cell as written and as understood. */
export interface PreviewCell {
  /** Masked where the column is; freed of what looks personal elsewhere. */
  text: string;
  /** The number, or the date as seconds since 1970; absent for texts and for what cannot be read. */
  value?: number;
  fault?: 'bad_date' | 'bad_number';
}

export interface PreviewRecord {
  /** 1-based physical line. */
  line: number;
  fault?: 'too_few_fields' | 'too_many_fields';
  cells: PreviewCell[];
}

/** A date that fits both orders, with both readings as seconds since 1970. */
export interface OpenDate {
  text: string;
  monthFirst: number;
  dayFirst: number;
}

export interface FileInspection {
  file: string;
  bytes: number;
  kind: FileKind;
  /** 0 to 1, of the kind. Below 0.6 a person is asked. */
  kindConfidence: number;
  compression: 'none' | 'gzip';
  /** What the table lies in, told by the first bytes of the file; the text of `excel` and `parquet` is made from cells. */
  container: 'text' | 'array' | 'zip' | 'excel' | 'parquet';
  /**
   * Sheets of a workbook, or files in an archive, where there are several, with their rows below the header as far as
   * the container announces them; those that are `read` are read as one table.
   */
  parts: { name: string; rows: number | null; read: boolean }[];
  /** Name as iconv-lite knows it: utf-8, latin1, windows-1252, gb18030, big5, shift_jis, utf-16le ... */
  encoding: string;
  /** A single character, or `blanks` for runs of blanks. */
  delimiter: string;
  hasHeader: boolean;
  decimal: '.' | ',';
  dateOrder: DateOrder;
  /** True when the values fit both D/M/Y and M/D/Y and something else had to decide. */
  dateOrderAmbiguous: boolean;
  /** Up to two dates of the file that show what is ambiguous. */
  openDates: OpenDate[];
  because: ReadingReasons;
  columns: ColumnGuess[];
  /** The first 50 records. */
  preview: PreviewRecord[];
  /** What was corrected about the last file of this shape that was read, where it fits; columns by their numbers. */
  remembered?: FileReading;
  /** Only where it does not fit. */
  memory?: MemoryPlan;
}

export interface RejectedLine {
  /** 1-based physical line in the (unpacked) file, or in its part. */
  line: number;
  /** Sheet or file in an archive, where several were read as one table. */
  part?: string;
  /** Header name of the column at fault, where one is. */
  column?: string;
  reason: 'bad_date' | 'bad_number' | 'too_few_fields' | 'too_many_fields' | 'undecodable';
  /** Outline of the cell (`shapeOf`), never its content. */
  shape?: string;
}

export interface SourceFile {
  /** File name without its folder. */
  name: string;
  /** Absent in data sets read before there was anything but orders. */
  kind?: FileKind;
  /** The sheet, or the file in an archive, that a person chose. */
  part?: string;
  bytes: number;
  /** SHA-256 of the file's bytes, hex. */
  sha256: string;
  encoding: string;
  delimiter: string;
  /** Absent in data sets read before this was kept. */
  hasHeader?: boolean;
  dateOrder: DateOrder;
  /** Records read, without the header; accepted + rejected. */
  lines: number;
  accepted: number;
  rejected: number;
  /** Further records, which were passed over as the data held them already. */
  passed?: number;
  columns: ColumnGuess[];
  /** Currencies that its amounts are said to be in, with the lines of each, the commonest first; absent where none is said. */
  currencies?: { code: string; lines: number }[];
  /** Zones that its times name, as written, an empty one for none, with the lines of each; absent where none is named. */
  zones?: { zone: string; lines: number }[];
  /** Only the customers of a sample were read: `lines` are theirs, `of` those of the file. */
  sample?: CustomerSample & { of: number };
  /** Of a file joined to others: customers found in both, and in this file only, who are left out. */
  match?: { matched: number; unmatched: number };
  /** Only of a catalogue that was joined to other files. */
  catalogue?: CatalogueMatch;
  /** Of the first file: the file that its rows' known labels came from. */
  truth?: { name: string; sha256: string };
}

/** How a catalogue fits the files it was read with. */
export interface CatalogueMatch {
  /** Different products in it. */
  items: number;
  /** Which files name products; null where none does, so that the catalogue says nothing of anybody. */
  namedBy: Extract<FileKind, 'orders' | 'events' | 'reviews'> | null;
  /** Different products that these name, postage and the like left out, and how many of them are in the catalogue. */
  of: number;
  matched: number;
  /** Products with a picture, and how many of these pictures were found; absent where there are no pictures. */
  images?: { named: number; found: number };
}

export interface DatasetSummary {
  id: number;
  name: string;
  status: 'importing' | 'ready';
  files: SourceFile[];
  /** At most 1,000 a file; `files[].rejected` has the true count. */
  rejectedLines: (RejectedLine & { file: string })[];
  lines: number;
  customers: number;
  products: number;
  orders: number;
  /** First and last order as seconds since 1970 in the shop's own time; 0 where there are no orders. */
  firstTime: number;
  lastTime: number;
  recipe: Recipe;
  /** What its money is counted in (ISO 4217): the commonest that the files name, or as a person chose; absent where nobody knows. */
  currency?: string;
  /** Milliseconds since 1970, UTC; absent in the reports of earlier runs. */
  createdAt?: number;
  /** Counts how often files were read into it after the first; absent for never. */
  version?: number;
  /** What was read into it since, oldest first. */
  additions?: Addition[];
  /** What was found in the lines; data sets read before this was kept have none until somebody asks for it. */
  quality?: DataQuality;
}
