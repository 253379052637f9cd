/** The menu: the usual roles, in the window's language. Nothing in it leads to the web. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Language } from '../../shared/domain.ts';
import { desktopText, type DesktopKey } from '../../shared/language/desktop.ts';

type Role = NonNullable<MenuItemConstructorOptions['role']>;

export interface MenuOptions {
  language: Language;
  platform: NodeJS.Platform;
  /** Offer the developer tools: in a checkout, not in what people install. */
  developer: boolean;
  onAbout: () => void;
}

export function menuTemplate({ language, platform, developer, onAbout }: MenuOptions): MenuItemConstructorOptions[] {
  const text = desktopText[language];
  const item = (role: Role, label: DesktopKey): MenuItemConstructorOptions => ({ role, label: text[label] });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const about: MenuItemConstructorOptions = { label: text.about, click: onAbout };
  const mac = platform === 'darwin';

  const own = [
    about,
    line,
    item('services', 'services'),
    line,
    item('hide', 'hide'),
    item('hideOthers', 'hideOthers'),
    item('unhide', 'showAll'),
    line,
    item('quit', 'quit'),
  ];
  const edit = [
    item('undo', 'undo'),
    item('redo', 'redo'),
    line,
    item('cut', 'cut'),
    item('copy', 'copy'),
    item('paste', 'paste'),
    item('selectAll', 'selectAll'),
  ];
  const view = [
    item('reload', 'reload'),
    ...(developer ? [item('toggleDevTools', 'developerTools')] : []),
    line,
    item('resetZoom', 'actualSize'),
    item('zoomIn', 'zoomIn'),
    item('zoomOut', 'zoomOut'),
    line,
    item('togglefullscreen', 'fullScreen'),
  ];
  const window = [
    item('minimize', 'minimize'),
    ...(mac ? [item('zoom', 'zoom'), line, item('front', 'toFront')] : [item('close', 'close')]),
  ];
  return [
    ...(mac ? [{ label: 'Clientele', submenu: own }] : []),
    { label: text.file, submenu: [mac ? item('close', 'close') : item('quit', 'quit')] },
    { label: text.edit, submenu: edit },
    { label: text.view, submenu: view },
    { label: text.window, role: 'window', submenu: window },
    ...(mac ? [] : [{ label: text.help, submenu: [about] }]),
  ];
}
