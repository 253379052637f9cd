/** What the opener of a container hands over: the tables that lie in it, each as text. */
import type { FileInspection } from '../../../../shared/domain.ts';

/** Containers other than plain text. */
export type Packing = Exclude<FileInspection['container'], 'text'>;

/** One table: a sheet of a workbook, a file of an archive, or the only one there is. */
export interface Part {
  /** Name of the sheet, or path of the file in the archive. */
  name: string;
  /** Rows below the header, as far as the container says without being read; else null. */
  rows: number | null;
  /** How much there is of it, to compare with its neighbours where rows are not known. */
  weight: number;
  /** Bytes of its text, as far as the container says without being read; absent where it does not. */
  textBytes?: number;
  /** Share of the part that has been turned into text; absent where the bytes that are read tell it. */
  share?: () => number;
  /** Delimited text, in bounded chunks. */
  chunks: () => AsyncGenerator<Uint8Array>;
}

export interface Content {
  container: FileInspection['container'];
  compression: FileInspection['compression'];
  /** The text was made here: UTF-8, commas, a line a row. Else it is what somebody wrote. */
  generated: boolean;
  parts: Part[];
}
