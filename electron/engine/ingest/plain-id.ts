/** Ids in the forms in which they are compared. */

/**
 * An id without what spreadsheets did to it: 17850.0 went through floating point numbers, ="17850" and '17850 were kept
 * from that.
 */
export function plainId(text: string): string {
  // Nearly all ids are as they should be.
  if (!text.startsWith('=') && !text.startsWith("'") && !text.endsWith('.0')) return text;
  const bare = /^(?:="([^"]*)"|'(\d+))$/.exec(text);
  if (bare) return (bare[1] ?? bare[2])!.trim();
  return /^\d+\.0$/.test(text) ? text.slice(0, -2) : text;
}

/** An id as two files may write it in two ways: without regard to case, leading zeros and the `.0` of spreadsheets. */
export function looseId(id: string): string {
  return id
    .trim()
    .toLowerCase()
    .replace(/\.0+$/, '')
    .replace(/^0+(?=.)/, '');
}
