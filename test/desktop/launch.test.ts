/** `npm start`: window or browser, with shell scripts in Electron's place. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chooseHost, electronBinary, runElectron } from '../../build/launch.mjs';

const folder = mkdtempSync(join(tmpdir(), 'clientele-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function script(lines: string): string {
  const path = join(folder, `electron-${count++}`);
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('the choice of a host', () => {
  const asked = { args: [], binary: '/electron', environment: { DISPLAY: ':0' }, platform: 'linux' };

  it('is the desktop where there is a program and a display', () => {
    expect(chooseHost(asked)).toEqual({ host: 'desktop', why: null });
    expect(chooseHost({ ...asked, environment: { WAYLAND_DISPLAY: 'wayland-0' } }).host).toBe('desktop');
    expect(chooseHost({ ...asked, environment: {}, platform: 'darwin' }).host).toBe('desktop');
    expect(chooseHost({ ...asked, environment: {}, platform: 'win32' }).host).toBe('desktop');
  });

  it('is the browser, with a reason, where something is missing', () => {
    expect(chooseHost({ ...asked, binary: null }).why).toContain('not installed');
    expect(chooseHost({ ...asked, environment: { DISPLAY: '' } }).why).toContain('no display');
  });

  it.each(['--browser', '--port', '--no-open', '--help', '--wrong'])('is the browser’s, unasked, with %s', (arg) => {
    expect(chooseHost({ ...asked, args: [arg] })).toEqual({ host: 'browser', why: null });
  });
});

describe('Electron’s program', () => {
  it('is found where its package or the environment says, and never fetched', () => {
    const packaged = join(folder, 'package');
    expect(electronBinary(packaged, {}, 'linux')).toBeNull();
    mkdirSync(join(packaged, 'dist'), { recursive: true });
    writeFileSync(join(packaged, 'dist', 'electron'), '');
    expect(electronBinary(packaged, {}, 'linux')).toBe(join(packaged, 'dist', 'electron'));
    expect(electronBinary(packaged, {}, 'win32')).toBeNull();
    writeFileSync(join(packaged, 'path.txt'), 'other');
    expect(electronBinary(packaged, {}, 'linux')).toBeNull();

    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'other'), '');
    expect(electronBinary(packaged, { ELECTRON_OVERRIDE_DIST_PATH: elsewhere }, 'linux')).toBe(
      join(elsewhere, 'other'),
    );
    expect(electronBinary(packaged, { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'no') }, 'linux')).toBeNull();
  });
});

describe.skipIf(process.platform === 'win32')('Electron', () => {
  const { env } = process;

  it('that ends at once with an error did not run, and says why', async () => {
    const noDisplay = script('echo "[1:1] ERROR: Missing X server or $DISPLAY" >&2; exit 1');
    expect(await runElectron(noDisplay, [], env)).toEqual({ ran: false, why: 'the display cannot be opened' });
    const sandbox = script('echo "Running as root without --no-sandbox is not supported." >&2; exit 1');
    expect(await runElectron(sandbox, [], env)).toMatchObject({ ran: false, why: expect.stringContaining('sandbox') });
    expect(await runElectron(script('exit 7'), [], env)).toEqual({ ran: false, why: 'Electron ended with 7' });
    expect(await runElectron(script('kill -TRAP $$'), [], env)).toMatchObject({ ran: false });
    expect(await runElectron(join(folder, 'missing'), [], env)).toMatchObject({ ran: false });
  });

  it('that was closed, or stayed long enough, did', async () => {
    expect(await runElectron(script('exit 0'), [], env)).toEqual({ ran: true, status: 0 });
    expect(await runElectron(script('sleep 0.4; exit 3'), [], env, { early: 100 })).toEqual({ ran: true, status: 3 });
  });

  it('gets our folder, and is not made plain Node by an editor’s setting', async () => {
    const said = join(folder, 'said');
    const binary = script(`printf '%s %s' "$1" "\${ELECTRON_RUN_AS_NODE:-unset}" > '${said}'`);
    await runElectron(binary, ['/the folder'], { ...env, ELECTRON_RUN_AS_NODE: '1' });
    expect(readFileSync(said, 'utf8')).toBe('/the folder unset');
  });
});

describe.skipIf(process.platform === 'win32')('npm start', () => {
  const bootstrap = fileURLToPath(new URL('../../build/bootstrap.mjs', import.meta.url));
  // No real browser may be opened from here.
  const opener = join(folder, 'bin');
  beforeAll(() => {
    mkdirSync(opener);
    for (const name of ['xdg-open', 'open']) {
      writeFileSync(join(opener, name), '#!/bin/sh\n');
      chmodSync(join(opener, name), 0o755);
    }
    // Building the window is announced; only what is said about hosts is looked at below.
    spawnSync(process.execPath, [fileURLToPath(new URL('../../build/window.mjs', import.meta.url))]);
  });

  /** Runs it until it has said where it is, or has ended. */
  async function start(args: string[], environment: Record<string, string>) {
    const child = spawn(process.execPath, [bootstrap, 'start', ...args], {
      env: {
        ...process.env,
        WAYLAND_DISPLAY: '',
        CLIENTELE_HOME: join(folder, 'home'),
        CLIENTELE_CONFIG: join(folder, 'config'),
        PATH: `${opener}${delimiter}${process.env.PATH}`,
        ...environment,
      },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const ended = once(child, 'close');
    await vi.waitFor(() => expect(out.includes('\n') || child.exitCode !== null).toBe(true), 60_000);
    child.kill('SIGTERM');
    await ended;
    return { out, err };
  }
  function electron(lines: string): Record<string, string> {
    const own = mkdtempSync(join(folder, 'dist-'));
    writeFileSync(join(own, 'electron'), `#!/bin/sh\n${lines}\n`);
    chmodSync(join(own, 'electron'), 0o755);
    return { ELECTRON_OVERRIDE_DIST_PATH: own };
  }
  const address = /^Clientele is running at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/;

  it('falls back to the browser with one line where Electron is missing, fails, or has no display', async () => {
    const missing = await start([], { DISPLAY: '', ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'no') });
    expect(missing.out).toMatch(address);
    expect(missing.err).toMatch(/^No desktop window \(Electron’s program is not installed\): .*\n$/);

    const blind = await start([], { DISPLAY: '', ...electron('exit 0') });
    expect(blind.out).toMatch(address);
    expect(blind.err).toMatch(/^No desktop window \(there is no display\): .*\n$/);

    const failing = electron('echo "Missing X server or $DISPLAY" >&2; exit 1');
    const failed = await start([], { DISPLAY: ':99999', ...failing });
    expect(failed.out).toMatch(address);
    expect(failed.err).toMatch(/^The desktop window could not be opened \(the display cannot be opened\): .*\n$/);
  });

  it('leaves Electron alone where it runs, and does not ask it for --browser', async () => {
    const env = { DISPLAY: ':99999', ...electron('echo window') };
    expect(await start([], env)).toEqual({ out: 'window\n', err: '' });
    const browser = await start(['--browser', '--no-open'], env);
    expect(browser.out).toMatch(address);
    expect(browser.err).toBe('');
  });
});
