/** Zip archives: with one file of data they read like that file, with several each is a part. */
import { basename } from 'node:path/posix';
import { AppError } from '../../../../shared/errors.ts';
import { encodingOfMark, unmarkedUtf16 } from '../encoding.ts';
import type { Content, Part } from './content.ts';
import { memoryBytes, type RawBytes } from './raw-bytes.ts';
import { headBytes, recognise } from './recognise.ts';
import { entryChunks, entryStart, refuseBombs, type ZipEntry } from './zip-directory.ts';
import { gunzip } from './unpack.ts';

/** Workbooks and Parquet files are unpacked into memory, all of them, as they are not read from front to back. */
const mostInMemory = 512 << 20;
const sampleBytes = 4096;
/** The beginning of every one is looked at, to know which belong together. */
const mostParts = 1000;

/** Opens what lies unpacked in memory. */
export type OpenContent = (bytes: RawBytes, name: string) => Promise<Content>;

/**
 * Folders, hidden files, what macOS adds of its own, empty files, pictures and PDFs are passed over.
 * @throws AppError invalid_input password_protected, unpacks_too_large, no_table_inside, too_many_parts, damaged_container.
 */
export async function archiveContent(
  archive: RawBytes,
  entries: readonly ZipEntry[],
  file: string,
  open: OpenContent,
): Promise<Content> {
  const candidates = entries.filter(isCandidate);
  if (candidates.length > mostParts) {
    throw new AppError('invalid_input', { reason: 'too_many_parts', file, count: candidates.length, most: mostParts });
  }
  refuseBombs(candidates, archive, file);
  const found: { entry: ZipEntry; head: Uint8Array }[] = [];
  for (const entry of candidates) {
    const head = await entryStart(archive, entry, sampleBytes, file);
    if (isData(head)) found.push({ entry, head });
  }
  const inMemory = found.reduce((sum, { entry, head }) => sum + (isStreamed(head) ? 0 : entry.size), 0);
  if (inMemory > mostInMemory) throw new AppError('invalid_input', { reason: 'unpacks_too_large', file });
  if (found.length === 0) throw new AppError('invalid_input', { reason: 'no_table_inside', file });
  const [only] = found;
  if (found.length === 1) return contentOf(archive, only!.entry, only!.head, file, open);
  const parts: Part[] = [];
  let generated = true;
  for (const { entry, head } of found) {
    const content = await contentOf(archive, entry, head, file, open);
    generated &&= content.generated;
    // A workbook among other files gives its largest sheet.
    const part = content.parts.reduce((best, one) => (one.weight > best.weight ? one : best));
    parts.push({ ...part, name: entry.name });
  }
  return { container: 'zip', compression: 'none', generated, parts };
}

function isCandidate({ name, size, encrypted }: ZipEntry): boolean {
  const hidden = basename(name).startsWith('.') || name.split('/').includes('__MACOSX');
  return !name.endsWith('/') && !hidden && (size > 0 || encrypted);
}

function isData(head: Uint8Array): boolean {
  const format = recognise(head);
  if (format === 'pdf' || format === 'picture') return false;
  return format !== 'text' || !head.includes(0) || encodingOfMark(head) !== null || unmarkedUtf16(head) !== null;
}

function isStreamed(head: Uint8Array): boolean {
  const format = recognise(head.subarray(0, headBytes));
  return format === 'text' || format === 'gzip';
}

async function contentOf(
  archive: RawBytes,
  entry: ZipEntry,
  head: Uint8Array,
  file: string,
  open: OpenContent,
): Promise<Content> {
  const format = recognise(head.subarray(0, headBytes));
  const chunks = (): AsyncGenerator<Uint8Array> => entryChunks(archive, entry, file);
  const text = { container: 'zip', compression: 'none', generated: false } as const;
  const part = { name: entry.name, rows: null, weight: entry.size };
  if (format === 'text') return { ...text, parts: [{ ...part, textBytes: entry.size, chunks }] };
  if (format === 'gzip') return { ...text, parts: [{ ...part, chunks: () => gunzip(chunks(), entry.packed, file) }] };
  return open(memoryBytes(await entryStart(archive, entry, entry.size, file)), `${file} › ${entry.name}`);
}
