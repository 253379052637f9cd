import { paletteSize } from '../../../shared/charts/theme.ts';
import type { WindowKey } from '../../../shared/language/window.ts';

const names: readonly WindowKey[] = [
  ...(['colour1', 'colour2', 'colour3', 'colour4', 'colour5', 'colour6'] as const),
  ...(['colour7', 'colour8', 'colour9', 'colour10', 'colour11', 'colour12'] as const),
];

/** The numbers of the palette. */
export const palette: readonly number[] = Array.from({ length: paletteSize }, (_, i) => i + 1);

/** What a colour of the palette is called, by its number. */
export function colourName(colour: number): WindowKey {
  return names[colour - 1]!;
}
