/** What the desktop's windows may load, go to, keep and ask for. Pure: main.ts only carries the answers to Electron. */

export const scheme = 'app';
/** The page of the window. Everything it needs lies below. */
export const windowAddress = `${scheme}://clientele/`;

const reportPath = /^\/exports\/[A-Za-z0-9]{1,64}\/[a-z]+\.html$/;
const exportPath = /^\/exports\/[A-Za-z0-9]{1,64}\/[a-z]+\.(html|csv|json)$/;

/** The path of an address of ours; null for any other, also for one with a query, a port or a user's name. */
function ownPath(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { href, pathname, hash } = new URL(address);
  return href === windowAddress + pathname.slice(1) + hash ? pathname : null;
}

/** Whether this is the window itself, on any of its pages. */
export function isWindowAddress(address: string): boolean {
  return ownPath(address) === '/';
}

/** Whether this is an exported report, which may have a window of its own. */
export function isReportAddress(address: string): boolean {
  return reportPath.test(ownPath(address) ?? '');
}

/** Whether a download is one of ours: an export, or something the window made itself. Nothing else is kept. */
export function mayDownload(address: string): boolean {
  return address.startsWith(`blob:${windowAddress}`) || exportPath.test(ownPath(address) ?? '');
}

/** Whether the window may follow a link there: to its own pages, and to what is kept rather than shown. */
export function mayNavigate(address: string): boolean {
  return isWindowAddress(address) || (mayDownload(address) && !isReportAddress(address));
}

/** Whether a request may be made at all. What would leave the computer may not, whoever asks. */
export function mayRequest(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  if (protocol === `${scheme}:`) return host === 'clientele';
  return protocol === 'data:' || protocol === 'blob:' || protocol === 'devtools:';
}

/** The one permission there is: putting text on the clipboard, for the button that copies the recovery key. */
export function mayUse(permission: string, page: string): boolean {
  // Electron gives an origin in one place and an address in another.
  return permission === 'clipboard-sanitized-write' && (isWindowAddress(page) || `${page}/` === windowAddress);
}

/** For every window. `preload` goes into the main window alone: a report has nothing to say to us. */
export function webPreferences(preload: string | null) {
  return {
    ...(preload === null ? { javascript: false } : { preload }),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    // A run is followed while another program is in front.
    backgroundThrottling: false,
  };
}

/** Chromium's own errands that are switched off, besides that no name can be resolved. */
export const switches: readonly [name: string, value?: string][] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['no-pings'],
];
