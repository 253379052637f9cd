/** `npm start` as a person runs it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';

const main = fileURLToPath(new URL('../../electron/local/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'clientele-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Running {
  child: ChildProcess;
  said: () => { out: string; err: string };
  ended: Promise<number | null>;
}

function run(args: string[], environment: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [main, ...args], {
    env: {
      ...process.env,
      DISPLAY: '',
      WAYLAND_DISPLAY: '',
      CLIENTELE_HOME: join(folder, 'home'),
      CLIENTELE_CONFIG: join(folder, 'config'),
      ...environment,
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return { child, said: () => ({ out, err }), ended: once(child, 'close').then(([code]) => code as number | null) };
}

async function address({ said }: Running): Promise<string> {
  await vi.waitFor(() => expect(said().out).toContain('\n'), 20_000);
  return /^Clientele is running at (http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43})\n$/.exec(said().out)![1]!;
}

const leftBy = ({ child }: Running): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`clientele-local-${child.pid}-`));

describe.skipIf(process.platform === 'win32')('npm start', () => {
  it('says one line, serves, and ends in order on Ctrl C, also when two processes pass it on', async () => {
    const running = run([]);
    const url = await address(running);
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
    expect(leftBy(running)).toHaveLength(1);
    running.child.kill('SIGINT');
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(0);
    expect(running.said().err).toBe('');
    expect(leftBy(running)).toEqual([]);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('takes the port it is given, and says when somebody has it', async () => {
    const first = run(['--no-open']);
    const { port } = new URL(await address(first));
    const second = run(['--port', port]);
    expect(await second.ended).toBe(1);
    expect(second.said().err).toContain(`Port ${port} cannot be used`);
    expect(leftBy(second)).toEqual([]);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    const third = run(['--port', port]);
    expect(new URL(await address(third)).port).toBe(port);
    third.child.kill('SIGTERM');
    expect(await third.ended).toBe(0);
  });

  it('opens the browser where there is a display, unless told not to', async () => {
    const opened = join(folder, 'opened');
    const browser = `#!/bin/sh\nprintf %s "$1" > '${opened}'\n`;
    for (const name of ['xdg-open', 'open']) {
      writeFileSync(join(folder, name), browser);
      chmodSync(join(folder, name), 0o755);
    }
    const environment = { DISPLAY: ':7', PATH: `${folder}${delimiter}${process.env.PATH}` };
    for (const [args, expected] of [
      [['--no-open'], false],
      [[], true],
    ] as const) {
      const running = run([...args], environment);
      const url = await address(running);
      if (expected) await vi.waitFor(() => expect(readFileSync(opened, 'utf8')).toBe(url), 10_000);
      running.child.kill('SIGTERM');
      await running.ended;
      expect(existsSync(opened)).toBe(expected);
    }
  });

  it('lives where there is a display but no browser', async () => {
    const running = run([], { DISPLAY: ':7', PATH: join(folder, 'nothing') });
    const url = await address(running);
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  it('refuses what it does not know', async () => {
    for (const args of [['--prot', '1'], ['--port', '70000'], ['--port', 'x'], ['orders.csv']]) {
      const running = run(args);
      expect(await running.ended).toBe(2);
      expect(running.said().err).toContain('--no-open');
    }
  });
});
