/** Changes to a table of orders after which it is known what the import has to find. */
import type { Random } from '../../../../electron/engine/ml/random.ts';
import type { RejectedLine } from '../../../../shared/domain.ts';
import type { Row, Table } from './tables.ts';

export interface Change {
  name: string;
  /** Only where records are lines. */
  text?: true;
  change: (table: Table, random: Random) => Table;
}

export const formulas = ["=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', '+A1+A2', '-2+3', '@SUM(1;2)', '=1+1'];
const at = { product: 1, description: 2, quantity: 3, date: 4, price: 5, customer: 6 } as const;

/** Some rows, each once: fewer than half, so that the file as a whole is still understood. */
function some(rows: readonly Row[], random: Random): Row[] {
  return random
    .permutation(rows.length)
    .slice(0, 1 + random.integer(rows.length >> 2))
    .reduce<Row[]>((chosen, i) => [...chosen, rows[i]!], []);
}

/** Writes one of the texts into a column of some rows. */
function spoil(column: number, texts: readonly string[], fault?: RejectedLine['reason']): Change['change'] {
  return (table, random) => {
    const chosen = new Set(some(table.rows, random));
    const rows = table.rows.map((row): Row => {
      if (!chosen.has(row)) return row;
      const cells = row.cells.with(column, texts[random.integer(texts.length)]!);
      return { cells, ...(fault ? { fault } : {}) };
    });
    return { ...table, rows };
  };
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return Array.from(random.permutation(list.length), (i) => list[i]!);
}

export const changes: readonly Change[] = [
  { name: 'nothing', change: (table) => table },
  { name: 'shuffled', change: (table, random) => ({ ...table, rows: shuffled(table.rows, random) }) },
  {
    name: 'cut off between lines',
    change: (table, random) => ({ ...table, rows: table.rows.slice(0, 24 + random.integer(table.rows.length - 24)) }),
  },
  {
    name: 'lines twice',
    change: (table, random) => ({ ...table, rows: [...table.rows, ...some(table.rows, random)] }),
  },
  { name: 'formulas', change: spoil(at.description, formulas) },
  { name: 'no customer', change: spoil(at.customer, ['', ' ', 'NULL', 'nan']) },
  { name: 'returns and gifts', change: spoil(at.quantity, ['-1', '0', '-250']) },
  { name: 'free', change: spoil(at.price, ['0', '-3.25']) },
  { name: 'giants', change: spoil(at.price, ['99999999999.5', '1000000000']) },
  { name: 'words for prices', change: spoil(at.price, ['abc', 'on demand', 'x1y2'], 'bad_number') },
  {
    name: 'no finite price',
    change: spoil(at.price, ['NaN', 'inf', '-Infinity', '1e999', '', '#DIV/0!', 'NULL'], 'bad_number'),
  },
  { name: 'words for quantities', change: spoil(at.quantity, ['many', '', 'NaN'], 'bad_number') },
  { name: 'no dates', change: spoil(at.date, ['yesterday', '', '2024-13-45', '0000-00-00', 'NaN'], 'bad_date') },
  {
    name: 'huge texts',
    change: (table, random) => {
      const long = 'wide '.repeat(500 + random.integer(8000));
      return spoil(at.description, [long])({ ...table, rows: table.rows }, random);
    },
  },
  {
    name: 'other order of columns',
    change: (table, random) => {
      const order = random.permutation(table.header.length);
      const sorted = (cells: readonly string[]): string[] => Array.from(order, (i) => cells[i]!);
      return {
        ...table,
        header: sorted(table.header),
        rows: table.rows.map((row) => ({ ...row, cells: sorted(row.cells) })),
      };
    },
  },
  {
    name: 'a column of rubbish',
    change: (table, random) => ({
      ...table,
      header: [...table.header, 'memo'],
      rows: table.rows.map((row) => ({
        ...row,
        cells: [...row.cells, [...formulas, 'NaN', '\u200b', '"', "'"][random.integer(10)]!],
      })),
    }),
  },
  {
    name: 'one customer',
    change: (table) => ({ ...table, rows: table.rows.map((row) => ({ cells: row.cells.with(at.customer, 'K1') })) }),
  },
  {
    ...{ name: 'too few fields', text: true },
    change: (table, random) => {
      const chosen = new Set(some(table.rows, random));
      const cut = (row: Row): Row => ({ cells: row.cells.slice(0, 2 + random.integer(4)), fault: 'too_few_fields' });
      return { ...table, rows: table.rows.map((row) => (chosen.has(row) ? cut(row) : row)) };
    },
  },
  {
    ...{ name: 'too many fields', text: true },
    change: (table, random) => {
      const chosen = new Set(some(table.rows, random));
      const widen = (row: Row): Row => ({ cells: [...row.cells, '', 'more'], fault: 'too_many_fields' });
      return { ...table, rows: table.rows.map((row) => (chosen.has(row) ? widen(row) : row)) };
    },
  },
];
