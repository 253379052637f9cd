/** What the main process does for the engine: key store, printing, the save dialog, the file manager, notifications. */
import { extname } from 'node:path';
import type { BrowserWindow, Dialog, Notification, Shell } from 'electron';
import type { Language } from '../../shared/domain.ts';
import { desktopText, jobEndedText } from '../../shared/language/desktop.ts';
import type { JobEnding } from '../engine/host.ts';
import type { MainCalls } from './engine-service.ts';
import { unwrapSecret, wrapSecret, type SafeStorageLike } from './key-store.ts';
import type { Pages } from './pages.ts';
import { webPreferences } from './policy.ts';

export interface Native {
  safeStorage: SafeStorageLike;
  dialog: Pick<Dialog, 'showSaveDialog'>;
  shell: Pick<Shell, 'showItemInFolder'>;
  BrowserWindow: typeof BrowserWindow;
  Notification: typeof Notification;
}

export interface Surroundings {
  /** The main window while there is one. */
  window: () => BrowserWindow | null;
  language: () => Language;
  pages: Pick<Pages, 'lend'>;
}

export function nativeCalls(
  { safeStorage, dialog, shell, BrowserWindow, Notification }: Native,
  { window, language, pages }: Surroundings,
): MainCalls {
  async function print(html: string): Promise<Uint8Array> {
    const page = pages.lend(html);
    const printer = new BrowserWindow({ show: false, webPreferences: webPreferences(null) });
    try {
      await printer.loadURL(page.address);
      const pdf = await printer.webContents.printToPDF({
        pageSize: 'A4',
        preferCSSPageSize: true,
        printBackground: true,
        generateTaggedPDF: true,
      });
      return new Uint8Array(pdf);
    } finally {
      printer.destroy();
      page.takeBack();
    }
  }

  async function chooseSavePath(name: string): Promise<string | null> {
    const ending = extname(name).slice(1);
    const options = {
      title: desktopText[language()].savePdf,
      defaultPath: fileName(name),
      filters: [{ name: ending.toUpperCase(), extensions: [ending] }],
    };
    const parent = window();
    const { canceled, filePath } = await (parent
      ? dialog.showSaveDialog(parent, options)
      : dialog.showSaveDialog(options));
    return canceled || filePath === '' ? null : filePath;
  }

  function jobEnded(ending: JobEnding): void {
    const parent = window();
    const notice = endingNotice(ending, parent?.isFocused() ?? false, language());
    if (notice === null || !Notification.isSupported()) return;
    const notification = new Notification({ title: 'Clientele', body: notice });
    notification.on('click', () => parent?.focus());
    notification.show();
  }

  return {
    wrapSecret: (secret) => wrapSecret(safeStorage, secret),
    unwrapSecret: (wrapped) => unwrapSecret(safeStorage, wrapped),
    print,
    chooseSavePath,
    reveal: (path) => Promise.resolve(shell.showItemInFolder(path)),
    jobEnded,
  };
}

/** Shorter jobs end while people still look. */
const longJobSeconds = 20;

/** What to tell a person who looks elsewhere when a job has ended; null for nothing. */
export function endingNotice(
  { kind, status, seconds }: JobEnding,
  focused: boolean,
  language: Language,
): string | null {
  if (focused || seconds < longJobSeconds) return null;
  // What a person cancelled, or ended with the window, they know.
  return status === 'succeeded' || status === 'failed' ? jobEndedText[language][kind][status] : null;
}

/** A suggestion that every file system takes. */
function fileName(name: string): string {
  return name.replace(/[\\/:*?"<>|\s\p{C}]+/gu, ' ').trim() || 'Clientele';
}
