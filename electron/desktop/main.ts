/**
 * The desktop application: one window, an engine in a process of its own, and what joins them. The only file that
 * imports Electron when it runs, besides preload.cjs; everything it decides is decided elsewhere, where it is tested.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  protocol,
  safeStorage,
  session,
  shell,
  utilityProcess,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type MessageBoxOptions,
} from 'electron';
import { languages, type Language } from '../../shared/domain.ts';
import { AppError } from '../../shared/errors.ts';
import { desktopText } from '../../shared/language/desktop.ts';
import { configFolder, dataFolder } from '../config-folder.ts';
import { logFailure } from '../log-failure.ts';
import { linkEngine } from './engine-link.ts';
import { protects } from './key-store.ts';
import { menuTemplate } from './menu.ts';
import { nativeCalls } from './native.ts';
import { createPages } from './pages.ts';
import { isWindowAddress, scheme, switches } from './policy.ts';
import { guardSession, openMainWindow } from './windows.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

let window: BrowserWindow | null = null;
let language: Language = 'en';

// All of this counts only before Electron is ready.
const own = join(configFolder(), 'window');
mkdirSync(own, { recursive: true, mode: 0o700 });
app.setPath('userData', own);
app.setName('Clientele');
app.enableSandbox();
for (const [name, value] of switches) app.commandLine.appendSwitch(name, value);
protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app
    .whenReady()
    .then(start)
    .catch((thrown: unknown) => {
      process.stderr.write(`Clientele could not start: ${(thrown as Error).message}\n`);
      app.exit(1);
    });
} else {
  app.quit();
}

async function start(): Promise<void> {
  language = app.getPreferredSystemLanguages()[0]?.startsWith('zh') ? 'zh-CN' : 'en';
  const pages = createPages({
    rendererFolder: path('../../dist/renderer/'),
    exported: (id, name) => engine.call('exported', id, name),
    downloaded: (id) => void engine.call('downloaded', id).catch(log),
  });
  const engine = linkEngine({
    fork: () => utilityProcess.fork(path('./engine-process.ts'), [], { serviceName: 'Clientele engine' }),
    createChannel: () => new MessageChannelMain(),
    settings: {
      home: dataFolder(),
      configFolder: configFolder(),
      keyStore: await protects(safeStorage, process.platform),
    },
    own: nativeCalls(
      { safeStorage, dialog, shell, BrowserWindow, Notification },
      { window: () => window, language: () => language, pages },
    ),
    onFailure: logFailure,
    // The page says so and offers to load anew, which starts another.
    onEnd: () => window?.webContents.send('clientele:lost'),
  });

  guardSession(session.defaultSession);
  protocol.handle(scheme, pages.answer);
  ipcMain.on('clientele:connect', (event) => {
    if (isOwn(event)) event.sender.postMessage('clientele:port', null, [engine.openLine()]);
  });
  const answerFile = async (event: IpcMainInvokeEvent, add: () => Promise<string>): Promise<object> => {
    try {
      if (!isOwn(event)) throw new AppError('invalid_input', { reason: 'unknown_file' });
      return { file: await add() };
    } catch (thrown) {
      return { error: AppError.from(thrown).toWire() };
    }
  };
  ipcMain.handle('clientele:file', (event, chosen: unknown) =>
    answerFile(event, () => engine.call('addFile', String(chosen))),
  );
  ipcMain.handle('clientele:cells', (event, name: unknown, bytes: unknown) =>
    answerFile(event, () => engine.call('addCells', String(name), bytes as Uint8Array)),
  );
  ipcMain.on('clientele:language', (event, wanted: unknown) => {
    const known = languages.find((one) => one === wanted);
    if (!isOwn(event) || !known || known === language) return;
    language = known;
    showMenu();
  });

  let ending: 'no' | 'begun' | 'done' = 'no';
  app.on('will-quit', (event) => {
    if (ending === 'done') return;
    // The workspace is closed in order before anything else goes, once, however often one asks.
    event.preventDefault();
    if (ending === 'begun') return;
    ending = 'begun';
    void engine.close().finally(() => {
      ending = 'done';
      app.quit();
    });
  });

  showMenu();
  window = openMainWindow(BrowserWindow, path('./preload.cjs'));
  window.on('closed', () => {
    window = null;
    // Reports and what is being printed live by the engine, which goes with the window.
    app.quit();
  });
}

/** Whether a message comes from the page of the main window itself. */
function isOwn({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return sender === window?.webContents && senderFrame?.parent === null && isWindowAddress(senderFrame.url);
}

function showMenu(): void {
  const { platform } = process;
  const template = menuTemplate({ language, platform, developer: !app.isPackaged, onAbout: () => void about() });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

async function about(): Promise<void> {
  const { about: title, aboutTitle: message, aboutRead: detail, ok } = desktopText[language];
  const options: MessageBoxOptions = { type: 'info', title, message, detail, buttons: [ok] };
  await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
}

function log(thrown: unknown): void {
  logFailure(AppError.from(thrown));
}
