import { describe, expect, it } from 'vitest';
import { pastedCells } from '../../renderer/pasted-cells.ts';

describe('pasted cells', () => {
  it('are a file of tab-separated lines, whatever ends its lines', async () => {
    const file = pastedCells('customer\tspent\r\nA\t12,5\r\nB\t"3\t"\r\n\r\n', 'Pasted cells.tsv')!;
    expect(file.name).toBe('Pasted cells.tsv');
    expect(await file.text()).toBe('customer\tspent\nA\t12,5\nB\t"3\t"\n');
  });

  it('are not any text: a line alone, a single column, or rows of other lengths are none', () => {
    for (const text of ['', 'a\tb', 'a\nb\nc', 'a\tb\nA sentence that follows', 'hello']) {
      expect(pastedCells(text, 'x.tsv')).toBeNull();
    }
  });
});
