/** Whether files fit into the memory there is, told before they are read; and what to do where they do not. */
import type { ColumnRole, FileKind, MemoryPlan } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Layout } from './layout.ts';
import type { OpenMatrix } from './matrices/read-matrix.ts';

/** The thread itself, its buffers, and the texts of an average shop. */
const base = 48 << 20;
/** Of orders while they are read, stored and looked at: 95 bytes were measured (5 million lines), some more for growth. */
const bytesPerOrderLine = 120;
/** Of a row of events, reviews or relationships: five columns, sorted once; and of every column that visits may have more. */
const bytesPerEvent = 160;
const bytesPerMore: Partial<Record<ColumnRole, number>> = { session: 64, device: 16, seconds: 32 };
/** Of a row of customers: its id as text, and what finds it. */
const bytesPerCustomer = 160;
/** Of a product, besides its texts, which are there as bytes, as text and as what is handed on. */
const bytesPerProduct = 240;
const copiesOfTexts = 4;
/** Of a cell: the column while it grows, and the same in the order of the customers. */
const bytesPerCell = 32;
/** Of a number in an array: once as it lies in the file, and once in its column. */
const bytesPerArrayCell = 24;
/** Share of the free memory that an import may take: other programs want some, too. */
const usableShare = 0.9;
/** Customers of whom one is read. */
const steps = [2, 3, 5, 10, 20, 50, 100, 200, 500, 1000];

/** What of a file its memory depends on. */
export interface ExpectedFile {
  name: string;
  /** Lines, or rows, that will be read, as far as the beginning tells. */
  records: number;
  /** Bytes that each of them takes. */
  perRecord: number;
}

const bytesPerRecord: Partial<Record<FileKind, number>> = {
  orders: bytesPerOrderLine,
  events: bytesPerEvent,
  reviews: bytesPerEvent,
  relationships: bytesPerEvent,
};

export function expectLayout({ source, kind, columns, values, estimatedRecords }: Layout): ExpectedFile {
  if (kind === 'catalogue') {
    const read = columns.filter(({ role }) => role !== 'ignored' && role !== 'personal');
    const text = read.reduce((sum, { index }) => sum + values[index]!.meanLength, 0);
    return { name: source.name, records: estimatedRecords, perRecord: bytesPerProduct + copiesOfTexts * text };
  }
  const cells = columns.filter(({ role }) => role === 'attribute' || role === 'label').length;
  const more = columns.reduce((sum, { role }) => sum + (bytesPerMore[role] ?? 0), 0);
  const perRecord = (bytesPerRecord[kind] ?? bytesPerCustomer + bytesPerCell * cells) + more;
  return { name: source.name, records: estimatedRecords, perRecord };
}

export function expectMatrix({ source, nRows, nColumns }: OpenMatrix): ExpectedFile {
  return { name: source.name, records: nRows, perRecord: bytesPerCustomer + bytesPerArrayCell * nColumns };
}

/**
 * What reading these files takes; null where it fits.
 * @param free bytes that can be had now.
 * @param share of the customers that is read.
 */
export function memoryPlan(files: readonly ExpectedFile[], free: number, share = 1): MemoryPlan | null {
  const whole = files.reduce((sum, { records, perRecord }) => sum + records * perRecord, 0);
  const usable = usableShare * free;
  if (base + share * whole <= usable) return null;
  return {
    records: Math.round(files.reduce((sum, { records }) => sum + records, 0)),
    needed: Math.round(base + share * whole),
    free: Math.round(usable),
    oneIn: steps.find((n) => base + whole / n <= usable) ?? null,
  };
}

/** @throws AppError out_of_memory `memory_short` or `memory_short_always`, with the figures of the plan. */
export function requireMemory(files: readonly ExpectedFile[], free: number, share: number): void {
  const plan = memoryPlan(files, free, share);
  if (plan)
    throw shortOf(plan, files.reduce((a, b) => (b.records * b.perRecord > a.records * a.perRecord ? b : a)).name);
}

function shortOf(plan: MemoryPlan, file: string): AppError {
  const reason = plan.oneIn === null ? 'memory_short_always' : 'memory_short';
  return new AppError('out_of_memory', { reason, file, ...plan });
}

/**
 * Watches the memory of the process while files are read, for those that hold more than their beginning let expect.
 * @param free bytes that could be had at the start.
 * @throws AppError out_of_memory `memory_gone`, from what it returns, with what was taken and what was free.
 */
export function watchMemory(free: number, file: () => string): () => void {
  // What is freed while files are read was not taken by them: the lowest seen is where they began.
  let lowest = process.memoryUsage.rss();
  const usable = usableShare * free;
  let asked = 0;
  return () => {
    // Between two chunks little happens.
    if (asked++ % 8 !== 0) return;
    const held = process.memoryUsage.rss();
    lowest = Math.min(lowest, held);
    const taken = held - lowest;
    if (taken > usable) {
      throw new AppError('out_of_memory', { reason: 'memory_gone', file: file(), taken, free: Math.round(usable) });
    }
  };
}
