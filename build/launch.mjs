// `npm start`: the desktop window or the browser? Nothing here ever downloads anything: Electron's own launcher would.
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';

const binaryNames = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/** A window that cannot be opened ends within a second or two; on a slow machine, within this. */
const earlyMs = 10_000;

/** Electron's executable below its package or where ELECTRON_OVERRIDE_DIST_PATH says; null where there is none. */
export function electronBinary(packageFolder, environment, platform) {
  const folder = environment.ELECTRON_OVERRIDE_DIST_PATH || join(packageFolder, 'dist');
  const noted = join(packageFolder, 'path.txt');
  const name = existsSync(noted) ? readFileSync(noted, 'utf8').trim() : (binaryNames[platform] ?? 'electron');
  const binary = join(folder, name);
  return existsSync(binary) ? binary : null;
}

/** Which host to start, and why it is not the desktop; no reason where the person asked for the browser. */
export function chooseHost({ args, binary, environment, platform }) {
  // --browser, --port, --no-open, --help and what is wrong are all the browser host's to understand.
  if (args.length > 0) return { host: 'browser', why: null };
  if (binary === null) return { host: 'browser', why: 'Electron’s program is not installed' };
  if (platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) {
    return { host: 'browser', why: 'there is no display' };
  }
  return { host: 'desktop', why: null };
}

/**
 * Runs Electron until it ends. `ran` is false, with the reason, when it failed before a window can have been of use:
 * what it said until then is kept back, as the browser takes over.
 */
export function runElectron(binary, args, environment, { early = earlyMs } = {}) {
  // Set by editors that are Electron themselves; it would make plain Node of ours.
  const env = { ...environment };
  delete env.ELECTRON_RUN_AS_NODE;
  return new Promise((resolve) => {
    const child = spawn(binary, args, { stdio: ['inherit', 'inherit', 'pipe'], env });
    const held = [];
    let holding = true;
    let asked = false;
    child.stderr.on('data', (text) => {
      if (holding) held.push(text);
      else process.stderr.write(text);
    });
    const release = () => {
      holding = false;
      for (const text of held.splice(0)) process.stderr.write(text);
    };
    const timer = setTimeout(release, early);
    // Ctrl C reaches the whole group by itself; this process only must not end before the window has.
    const interrupt = () => (asked = true);
    const terminate = () => {
      asked = true;
      child.kill('SIGTERM');
    };
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', terminate);
    const finish = (outcome) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', terminate);
      if (outcome.ran || environment.CLIENTELE_DEBUG) release();
      resolve(outcome);
    };
    child.on('error', (error) => finish({ ran: false, why: error.message }));
    child.on('close', (code, signal) => {
      if (!holding || code === 0 || asked) return finish({ ran: true, status: asked ? 0 : (code ?? 1) });
      finish({ ran: false, why: reasonOf(Buffer.concat(held).toString(), code, signal) });
    });
  });
}

function reasonOf(said, code, signal) {
  if (
    /missing x server|cannot open display|failed to connect to.*(wayland|display)|platform failed to initialize/i.test(
      said,
    )
  ) {
    return 'the display cannot be opened';
  }
  if (/no-sandbox|sandbox helper/i.test(said)) return 'this system does not let Chromium build its sandbox';
  return signal ? `Electron was ended by ${signal}` : `Electron ended with ${code}`;
}
