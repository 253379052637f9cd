/** Excel workbooks (.xlsx, .xlsm): each sheet as CSV text. */
import { streamXlsxRows } from 'hucre/xlsx';
import { AppError } from '../../../../shared/errors.ts';
import type { Content, Part } from './content.ts';
import type { RawBytes } from './raw-bytes.ts';
import { damaged, orDamaged } from './reading-error.ts';
import { sheetText } from './sheet-text.ts';
import { refuseBomb } from './unpack.ts';
import { entryStart, refuseBombs, type ZipEntry } from './zip-directory.ts';

/** A workbook is held in memory as it lies on disk, with its table of texts; beyond these it is refused. */
const mostWorkbookBytes = 512 << 20;
const mostTextBytes = 512 << 20;
/** `<dimension>` stands at the very beginning of a sheet. */
const beginningBytes = 2048;
const mostListBytes = 8 << 20;
/** Longer than this, a sheet has more than the single cell that careless writers announce. */
const singleCellBytes = 4096;

/** What the other spreadsheet formats that come in a zip have and this one has not. */
const otherWorkbooks = [/^xl\/workbook\.bin$/, /^content\.xml$/, /^Index\/.*\.iwa$/, /^Index\.zip$/];

/** Whether a zip is a spreadsheet, of whatever kind. */
export function isWorkbook(entries: readonly ZipEntry[]): boolean {
  return (
    workbookEntry(entries) !== undefined ||
    otherWorkbooks.some((mark) => entries.some(({ name }) => mark.test(name) && hasManifest(entries)))
  );
}

function hasManifest(entries: readonly ZipEntry[]): boolean {
  return entries.some(({ name }) => /^(mimetype|\[Content_Types\]\.xml|Index\/Document\.iwa|Index\.zip)$/.test(name));
}

function workbookEntry(entries: readonly ZipEntry[]): ZipEntry | undefined {
  return entries.find(({ name }) => /^xl\/workbook[^/]*\.xml$/i.test(name));
}

/**
 * The sheets of a workbook. Rows are streamed; what stays in memory is the file as it lies on disk and its table of
 * texts, whatever the number of rows.
 * @throws AppError invalid_input other_workbook, unpacks_too_large, workbook_too_large, damaged_container.
 */
export async function workbookContent(file: RawBytes, entries: readonly ZipEntry[], name: string): Promise<Content> {
  const list = workbookEntry(entries);
  if (!list) throw new AppError('invalid_input', { reason: 'other_workbook', file: name });
  refuseBombs(entries, file, name);
  const texts = entries.find((entry) => /sharedStrings\.xml$/i.test(entry.name))?.size ?? 0;
  if (file.size > mostWorkbookBytes || texts > mostTextBytes) {
    throw new AppError('invalid_input', { reason: 'workbook_too_large', file: name });
  }
  const parts = await orDamaged(() => sheets(file, entries, list, name), 'excel', name);
  return { container: 'excel', compression: 'none', generated: true, parts };
}

async function sheets(file: RawBytes, entries: readonly ZipEntry[], list: ZipEntry, name: string): Promise<Part[]> {
  const text = async (entry: ZipEntry, limit: number): Promise<string> =>
    Buffer.from(await entryStart(file, entry, limit, name)).toString('utf8');
  const folder = list.name.slice(0, list.name.lastIndexOf('/') + 1);
  const links = entries.find((entry) => entry.name === `${folder}_rels/${list.name.slice(folder.length)}.rels`);
  const targets = new Map(
    tags(links ? await text(links, mostListBytes) : '', 'Relationship').map((link) => [link.Id, link]),
  );
  const named = tags(await text(list, mostListBytes), 'sheet').filter((sheet) => sheet.name && sheet['r:id']);
  const parts: Part[] = [];
  for (const [index, sheet] of named.entries()) {
    const target = targets.get(sheet['r:id']);
    // Sheets of charts and macros hold no cells.
    if (!target?.Type?.endsWith('/worksheet')) continue;
    const path = target.Target?.startsWith('/') ? target.Target.slice(1) : `${folder}${target.Target}`;
    const entry = entries.find((one) => one.name === path);
    if (!entry) continue;
    const part = sheet.name!;
    const rows = rowsOf(await text(entry, beginningBytes), entry.size);
    let share = 0;
    const onProgress = (row: number, bytes: number): void => {
      // The text of a sheet that does not say how many rows it has is shorter than its XML.
      share = Math.min(1, rows === null ? bytes / entry.size : row / (rows + 1));
    };
    const chunks = (): AsyncGenerator<Uint8Array> => read(file, index, part, name, onProgress);
    parts.push({ name: part, rows, weight: entry.size, share: () => share, chunks });
  }
  return parts;
}

async function* read(
  file: RawBytes,
  sheet: number,
  part: string,
  name: string,
  onProgress: (row: number, bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  onProgress(0, 0);
  try {
    const rowsOfSheet = streamXlsxRows(await file.read(0, file.size), { sheet });
    for await (const { chunk, row, bytes } of sheetText(rowsOfSheet)) {
      refuseBomb(bytes, file.size, name);
      onProgress(row, bytes);
      yield chunk;
    }
  } catch (thrown) {
    throw damaged(thrown, 'excel', name, part);
  }
}

/** Attributes of every tag of a name, whatever its namespace. */
function tags(xml: string, tag: string): Partial<Record<string, string>>[] {
  return [...xml.matchAll(new RegExp(`<(?:\\w+:)?${tag}\\s([^>]*)>`, 'g'))].map(([, attributes]) =>
    Object.fromEntries(
      [...attributes!.matchAll(/([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, key, double, single]) => [
        key!.endsWith(':id') ? 'r:id' : key!,
        unescape(double ?? single ?? ''),
      ]),
    ),
  );
}

const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, word) => {
    if (word) return signs[String(word).toLowerCase()] ?? whole;
    const code = hex ? parseInt(String(hex), 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Rows below the first, as the sheet announces them; null where it does not, or cannot mean it. */
function rowsOf(beginning: string, bytes: number): number | null {
  const found = /<(?:\w+:)?dimension\s[^>]*ref=["'][A-Z]+(\d+)(?::[A-Z]+(\d+))?["']/.exec(beginning);
  if (!found) return null;
  const [first, last] = [Number(found[1]), Number(found[2] ?? found[1])];
  if (first === last && bytes > singleCellBytes) return null;
  return Math.max(0, last - first);
}
