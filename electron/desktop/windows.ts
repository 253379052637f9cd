/** The windows and what they may do: policy.ts decides, this tells Electron. */
import type { BrowserWindow, Session, WebContents } from 'electron';
import {
  isReportAddress,
  mayDownload,
  mayNavigate,
  mayRequest,
  mayUse,
  webPreferences,
  windowAddress,
} from './policy.ts';

/** Opens the one window of the application. */
export function openMainWindow(Window: typeof BrowserWindow, preload: string): BrowserWindow {
  const window = new Window({
    title: 'Clientele',
    width: 1280,
    height: 860,
    minWidth: 360,
    minHeight: 480,
    show: false,
    webPreferences: webPreferences(preload),
  });
  window.once('ready-to-show', () => window.show());
  guard(window.webContents, Window);
  load(window, windowAddress);
  return window;
}

/** A report in a window of its own: no preload, no scripts, and its links lead nowhere but into itself. */
function openReport(Window: typeof BrowserWindow, address: string): void {
  const window = new Window({ title: 'Clientele', width: 1100, height: 860, webPreferences: webPreferences(null) });
  guard(window.webContents, Window);
  load(window, address);
}

function load(window: BrowserWindow, address: string): void {
  // Rejects when the window is closed before its page is there, which is nobody's fault.
  window.loadURL(address).catch(() => {});
}

/** Keeps a page where it is. Windows that it asks for are never opened by Chromium, which would pass on its rights. */
function guard(contents: WebContents, Window: typeof BrowserWindow): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (isReportAddress(url)) openReport(Window, url);
    else if (mayDownload(url)) contents.downloadURL(url);
    return { action: 'deny' };
  });
  const stay = (event: { url: string; preventDefault: () => void }): void => {
    if (!mayNavigate(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** Shuts a session off from the network and from everything a page could ask a person for. */
export function guardSession(session: Session): void {
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayRequest(url) }));
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(mayUse(permission, requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => mayUse(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    // What is ours goes through the save dialog, as Electron does by itself.
    if (!mayDownload(item.getURL())) event.preventDefault();
  });
}
