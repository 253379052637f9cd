/** Workbooks and archives made for tests. */
import { strToU8, zipSync, type Zippable } from 'fflate';
import { writeXlsx, type CellValue } from 'hucre/xlsx';

export type Rows = CellValue[][];

export function workbook(sheets: Record<string, Rows>): Promise<Uint8Array> {
  const dates = { numFmt: 'yyyy-mm-dd hh:mm:ss' };
  return writeXlsx({
    sheets: Object.entries(sheets).map(([name, rows]) => ({
      name,
      rows,
      cells: new Map(
        rows.flatMap((row, r) =>
          row.flatMap((value, c): [string, { value: CellValue; style: typeof dates }][] =>
            value instanceof Date ? [[`${r},${c}`, { value, style: dates }]] : [],
          ),
        ),
      ),
    })),
  });
}

/** A workbook whose sheets are given as the XML between `<sheetData>` and its end, as other programs write it. */
export function rawWorkbook(sheets: Record<string, string>, beginning = ''): Uint8Array {
  const names = Object.keys(sheets);
  const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const links = (all: [id: string, type: string, target: string][]): string =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all
      .map(([id, type, target]) => `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`)
      .join('')}</Relationships>`;
  const files: Record<string, string> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': links([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${spreadsheet}" xmlns:r="${relations}"><sheets>${names
      .map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': links(
      names.map((_, i) => [`rId${i + 1}`, 'worksheet', `/xl/worksheets/sheet${i + 1}.xml`]),
    ),
  };
  names.forEach((name, i) => {
    files[`xl/worksheets/sheet${i + 1}.xml`] =
      `<worksheet xmlns="${spreadsheet}">${beginning}<sheetData>${sheets[name]}</sheetData></worksheet>`;
  });
  return archive(files);
}

export function archive(files: Record<string, string | Uint8Array>, options: { level?: 0 | 6 } = {}): Uint8Array {
  const contents: Zippable = {};
  for (const [name, content] of Object.entries(files)) {
    contents[name] = [typeof content === 'string' ? strToU8(content) : content, { level: options.level ?? 6 }];
  }
  return zipSync(contents);
}
