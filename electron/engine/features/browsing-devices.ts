/** What a file's own words for devices mean: words in English and Chinese, systems, and what browsers send of themselves. */

export const knownDevices = ['phone', 'tablet', 'desktop'] as const;
export type KnownDevice = (typeof knownDevices)[number];

/** Asked in this order: a tablet says that it is mobile, and an iPad that it is like a Macintosh. */
const meanings: readonly [KnownDevice, RegExp][] = [
  ['tablet', /\b(tablet|ipad|kindle|silk|playbook|pad)\b|平板|android(?!.*\bmobile\b)(?=.*applewebkit)/],
  [
    'phone',
    /\b(mobile|phone|smartphone|iphone|ipod|android|ios|cell|handset|m site|msite|wap|app|miniprogram|mini program)\b|手机|移动端|小程序|安卓|苹果/,
  ],
  [
    'desktop',
    /\b(desktop|pc|computer|laptop|notebook|web|windows|win32|win64|macintosh|mac ?os( x)?|osx|linux|x11|chrome ?os|cros)\b|电脑|台式|桌面|网页|笔记本/,
  ],
];
/** Programs that read pages for other programs. */
const machines = /\b(bot|crawler|spider|curl|wget|python|headless\w*)\b|bot\b/;

/** The device that a text such as `Mobile`, `iOS`, 手机 or a whole user agent names; null for any other, and for robots. */
export function recogniseDevice(text: string): KnownDevice | null {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_/;:()-]+/g, ' ');
  if (machines.test(words)) return null;
  return meanings.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** A text this long is what a browser sends, not the name of a device. */
const longestName = 40;

/** Devices with all names of a kind as one; names of no known kind stay as they are, and user agents of none are missing. */
export function namedDevices(device: Int32Array, texts: readonly string[]): { device: Int32Array; devices: string[] } {
  const devices: string[] = [];
  const places = new Map<string, number>();
  const own = texts.map((text) => {
    const name = recogniseDevice(text) ?? (text.length > longestName ? null : text);
    if (name === null) return -1;
    const place = places.get(name) ?? devices.push(name) - 1;
    places.set(name, place);
    return place;
  });
  return { device: device.map((code) => (code < 0 ? -1 : own[code]!)), devices };
}
