/** What the desktop window says outside its page: the menu, the box about it, dialogs and notifications. */
import type { JobKind, Language } from '../domain.ts';
import { version } from '../version.ts';

export const desktopText = {
  en: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    about: 'About Clientele',
    services: 'Services',
    hide: 'Hide Clientele',
    hideOthers: 'Hide Others',
    showAll: 'Show All',
    quit: 'Quit Clientele',
    close: 'Close Window',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    reload: 'Reload',
    actualSize: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    fullScreen: 'Full Screen',
    developerTools: 'Developer Tools',
    minimize: 'Minimise',
    zoom: 'Zoom',
    toFront: 'Bring All to Front',
    aboutTitle: `Clientele ${version}`,
    aboutRead:
      'Finds and explains customer segments, entirely on this computer: nothing you give it ever leaves it.\n\nMIT licence.',
    ok: 'OK',
    savePdf: 'Save the report as PDF',
  },
  'zh-CN': {
    file: '文件',
    edit: '编辑',
    view: '显示',
    window: '窗口',
    help: '帮助',
    about: '关于 Clientele',
    services: '服务',
    hide: '隐藏 Clientele',
    hideOthers: '隐藏其他',
    showAll: '全部显示',
    quit: '退出 Clientele',
    close: '关闭窗口',
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    selectAll: '全选',
    reload: '重新加载',
    actualSize: '实际大小',
    zoomIn: '放大',
    zoomOut: '缩小',
    fullScreen: '全屏',
    developerTools: '开发者工具',
    minimize: '最小化',
    zoom: '缩放',
    toFront: '前置全部窗口',
    aboutTitle: `Clientele ${version}`,
    aboutRead: '发现并解释客户细分，全部在这台电脑上完成：您提供的任何内容都不会离开本机。\n\nMIT 许可证。',
    ok: '好',
    savePdf: '将报告存为 PDF',
  },
} satisfies Record<Language, Record<string, string>>;

export type DesktopKey = keyof (typeof desktopText)['en'];

interface Ended {
  succeeded: string;
  failed: string;
}

/** What a notification says when a long job has ended. No name and no figure: others may see the screen. */
export const jobEndedText = {
  en: {
    import: { succeeded: 'Your orders have been read.', failed: 'The orders could not be read. The window says why.' },
    segment: { succeeded: 'Your segments are ready.', failed: 'The segments were not finished. The window says why.' },
    assign: {
      succeeded: 'The customers have their segments.',
      failed: 'The customers could not be assigned. The window says why.',
    },
    export: { succeeded: 'The files are written.', failed: 'The files could not be written. The window says why.' },
    sample: {
      succeeded: 'The sample shop is ready.',
      failed: 'The sample shop could not be made. The window says why.',
    },
    customers: {
      succeeded: 'The list of customers is written.',
      failed: 'The list could not be written. The window says why.',
    },
    products: {
      succeeded: 'The list of products is written.',
      failed: 'The list could not be written. The window says why.',
    },
    adjust: {
      succeeded: 'The segments are changed.',
      failed: 'The segments could not be changed. The window says why.',
    },
    choose: {
      succeeded: 'The segments of the other method are ready.',
      failed: 'The other method could not be shown. The window says why.',
    },
    map: { succeeded: 'The map is drawn.', failed: 'The map could not be drawn. The window says why.' },
  },
  'zh-CN': {
    import: { succeeded: '订单已读取完成。', failed: '订单未能读取，原因见窗口。' },
    segment: { succeeded: '客户细分已完成。', failed: '客户细分未能完成，原因见窗口。' },
    assign: { succeeded: '客户已归入各细分。', failed: '客户未能归入细分，原因见窗口。' },
    export: { succeeded: '文件已写出。', failed: '文件未能写出，原因见窗口。' },
    sample: { succeeded: '示例店铺已准备好。', failed: '示例店铺未能生成，原因见窗口。' },
    customers: { succeeded: '客户列表已写出。', failed: '客户列表未能写出，原因见窗口。' },
    products: { succeeded: '商品列表已写出。', failed: '商品列表未能写出，原因见窗口。' },
    adjust: { succeeded: '细分已调整。', failed: '细分未能调整，原因见窗口。' },
    choose: { succeeded: '已换用另一种方法的细分。', failed: '未能换用另一种方法，原因见窗口。' },
    map: { succeeded: '客户地图已绘制。', failed: '客户地图未能绘制，原因见窗口。' },
  },
} satisfies Record<Language, Record<JobKind, Ended>>;
