// The window's only way out, besides its page: a port to the engine, and a reference for a file the person chose.
// A sandboxed preload is CommonJS and has nothing of Node. renderer/desktop-host.ts is the other end.
'use strict';
const { contextBridge, ipcRenderer, webUtils } = require('electron');

// A bridge carries no ports: it goes on as a message of the window to itself.
ipcRenderer.on('clientele:port', (event) => window.postMessage('clientele:port', '*', event.ports));
// A port does not tell its page that the other end is gone.
ipcRenderer.on('clientele:lost', () => window.postMessage('clientele:lost', '*'));

contextBridge.exposeInMainWorld('clientele', {
  /** Asks for a port to the engine, which arrives as the message `clientele:port`. */
  connect: () => ipcRenderer.send('clientele:connect'),
  /** Resolves to { file } or { error }. The page never learns the path. */
  addFile: async (file) => {
    const path = webUtils.getPathForFile(file);
    if (path) return ipcRenderer.invoke('clientele:file', path);
    // Cells that were pasted lie nowhere.
    return ipcRenderer.invoke('clientele:cells', file.name, new Uint8Array(await file.arrayBuffer()));
  },
});

// The menu speaks the language of the page.
window.addEventListener('DOMContentLoaded', () => {
  const page = document.documentElement;
  const tell = () => ipcRenderer.send('clientele:language', page.lang);
  new MutationObserver(tell).observe(page, { attributeFilter: ['lang'] });
  tell();
});
