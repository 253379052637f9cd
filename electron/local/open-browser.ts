import { spawn } from 'node:child_process';

/** Opens an address in the default browser where somebody could see it; does nothing elsewhere, and never fails. */
export function openBrowser(url: string): void {
  const { env, platform } = process;
  if (platform === 'win32') run('cmd', ['/c', 'start', '', url]);
  else if (platform === 'darwin') run('open', [url]);
  else if (env.DISPLAY || env.WAYLAND_DISPLAY) run('xdg-open', [url]);
}

function run(command: string, args: string[]): void {
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // The address has been printed: without a browser, people can still follow it.
  child.on('error', () => {});
  child.unref();
}
