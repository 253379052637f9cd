/** Files that are pictures, told by their names, so that they need not be opened. */
const ending = /\.(?:jpe?g|png|webp|gif|bmp|tiff?|avif)$/i;

export function isPictureName(name: string): boolean {
  return ending.test(name);
}
