/** Makes a sample in a folder of its own and reads it back. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSample } from '../../../electron/engine/sample/create-sample.ts';
import type { SampleOptions, SampleSummary } from '../../../electron/engine/sample/create-sample.ts';

export const quiet = { checkCancelled: (): void => undefined, report: (): void => undefined };

/** Calls `use` with a new empty folder, removed afterwards. */
export async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-sample-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface ReadSample {
  summary: SampleSummary;
  /** Records of each file by header name, unquoted. */
  files: Record<string, Record<string, string>[]>;
  headers: Record<string, string>;
  hashes: Record<string, string>;
}

export function readSample(options: Omit<SampleOptions, 'out'>): Promise<ReadSample> {
  return withFolder(async (out) => {
    const summary = await createSample({ ...options, out }, quiet);
    const read: ReadSample = { summary, files: {}, headers: {}, hashes: {} };
    for (const { name } of summary.files) {
      const text = readFileSync(join(out, name), 'utf8');
      const [header, ...records] = parseCsv(text);
      read.headers[name] = header!.join(',');
      read.files[name] = records.map((record) => {
        if (record.length !== header!.length) throw new Error(`${name}: a record of ${record.length} fields`);
        return Object.fromEntries(header!.map((column, i) => [column, record[i]!]));
      });
      read.hashes[name] = createHash('sha256').update(text).digest('hex');
    }
    return read;
  });
}

/** RFC 4180, strictly: throws where a quote stands in an unquoted field or the text does not end in a line feed. */
export function parseCsv(text: string): string[][] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const records: string[][] = [];
  let record: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (!match) throw new Error('not CSV');
    record.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    if (match[3] === '\n') {
      records.push(record);
      record = [];
    }
  }
  return records;
}
