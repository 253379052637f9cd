/**
 * As much of Electron as the desktop host uses, noting what is asked of it. It stands in for the program that could not
 * be downloaded where this was written: it shows that the parts fit together, not that Electron does its part.
 */
import { EventEmitter } from 'node:events';
import type { EngineMessage } from '../../electron/desktop/engine-process.ts';
import { startEngineService, type EngineService } from '../../electron/desktop/engine-service.ts';
import { messagePort } from '../../electron/desktop/message-port.ts';
import type { AppError } from '../../shared/errors.ts';
import { electronChannel, type TestPort } from './node-ports.ts';

type Listener = (...args: never[]) => unknown;

export class FakeContents extends EventEmitter {
  readonly mainFrame: { url: string; parent: unknown } = { url: '', parent: null };
  readonly posted: { channel: string; ports: TestPort[] }[] = [];
  readonly downloads: string[] = [];
  readonly sent: string[] = [];
  send = (channel: string): void => void this.sent.push(channel);
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  setWindowOpenHandler = (handler: typeof this.openHandler): void => void (this.openHandler = handler);
  setWebRTCIPHandlingPolicy = (): void => {};
  downloadURL = (url: string): void => void this.downloads.push(url);
  postMessage = (channel: string, _message: unknown, ports: TestPort[]): void =>
    void this.posted.push({ channel, ports });
  printToPDF = (): Promise<Buffer> => Promise.resolve(Buffer.from('%PDF-1.7'));
}

export class FakeWindow extends EventEmitter {
  static readonly all: FakeWindow[] = [];
  readonly webContents = new FakeContents();
  readonly options: { webPreferences: Record<string, unknown> };
  readonly calls: string[] = [];
  constructor(options: { webPreferences: Record<string, unknown> }) {
    super();
    this.options = options;
    FakeWindow.all.push(this);
  }
  loadURL = (url: string): Promise<void> => Promise.resolve(void (this.webContents.mainFrame.url = url));
  show = (): void => void this.calls.push('show');
  focus = (): void => void this.calls.push('focus');
  restore = (): void => void this.calls.push('restore');
  destroy = (): void => void this.calls.push('destroy');
  isMinimized = (): boolean => true;
  isFocused = (): boolean => true;
}

/** The engine's process, in this one. */
class FakeProcess extends EventEmitter {
  #service: EngineService | null = null;
  readonly #onFailure: (error: AppError) => void;
  constructor(onFailure: (error: AppError) => void) {
    super();
    this.#onFailure = onFailure;
  }
  postMessage = (message: EngineMessage, ports: TestPort[]): void => {
    const port = messagePort(ports[0]!);
    if (message.type === 'start') {
      this.#service = startEngineService({ ...message.settings, workers: 1 }, port, this.#onFailure);
    } else this.#service!.attach(port);
  };
  kill = (): void => void this.emit('exit');
}

export function fakeElectron(onFailure: (error: AppError) => void) {
  const calls: unknown[][] = [];
  const note =
    (name: string) =>
    (...args: unknown[]): void =>
      void calls.push([name, ...args]);
  const handlers = new Map<string, Listener>();
  let isReady = (): void => {};
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  const menus: unknown[] = [];

  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    setPath: note('setPath'),
    setName: note('setName'),
    enableSandbox: note('enableSandbox'),
    commandLine: { appendSwitch: note('appendSwitch') },
    requestSingleInstanceLock: () => true,
    whenReady: () => ready,
    getPreferredSystemLanguages: () => ['zh-CN', 'en-US'],
    quit: () => void app.emit('will-quit', { preventDefault: note('will-quit prevented') }),
    exit: note('exit'),
  });
  const session = Object.assign(new EventEmitter(), {
    webRequest: { onBeforeRequest: (listener: Listener) => handlers.set('onBeforeRequest', listener) },
    setPermissionRequestHandler: (listener: Listener) => handlers.set('permissionRequest', listener),
    setPermissionCheckHandler: (listener: Listener) => handlers.set('permissionCheck', listener),
    setDevicePermissionHandler: (listener: Listener) => handlers.set('device', listener),
    setSpellCheckerEnabled: note('setSpellCheckerEnabled'),
  });
  const electron = {
    app,
    BrowserWindow: FakeWindow,
    dialog: {
      showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }),
      showMessageBox: (...args: unknown[]) => Promise.resolve(note('showMessageBox')(args.at(-1))),
    },
    ipcMain: {
      on: (channel: string, listener: Listener) => handlers.set(channel, listener),
      handle: (channel: string, listener: Listener) => handlers.set(channel, listener),
    },
    Menu: {
      setApplicationMenu: (menu: unknown) => menus.push(menu),
      buildFromTemplate: (template: unknown) => template,
    },
    // Called by `new`, which takes what they return.
    MessageChannelMain: function () {
      return electronChannel();
    },
    Notification: { isSupported: () => false },
    protocol: {
      registerSchemesAsPrivileged: note('registerSchemes'),
      handle: (scheme: string, listener: Listener) => handlers.set(`scheme ${scheme}`, listener),
    },
    safeStorage: {
      getSelectedStorageBackend: () => 'basic_text',
      isAsyncEncryptionAvailable: () => Promise.resolve(false),
    },
    session: { defaultSession: session },
    shell: { showItemInFolder: note('showItemInFolder') },
    utilityProcess: {
      fork: (path: string) => {
        note('fork')(path);
        return new FakeProcess(onFailure);
      },
    },
  };
  return { electron, app, session, calls, handlers, menus, isReady };
}
