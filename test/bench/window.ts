/**
 * How long the window takes to be usable, to answer a click while the computer is busy, and to scroll.
 *   npm run bench:window -- [--lines N] [--customers N] [--seconds N]
 * While a million order lines are imported and a network trains, again and again, a person clicks through the pages.
 * Prints medians and 95th percentiles in milliseconds; nothing is judged.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { WebSocket } from 'ws';
import { webSocketPort } from '../../electron/local/web-socket-port.ts';
import type { RunSummary } from '../../shared/contract.ts';
import { connect, type Client } from '../../shared/protocol.ts';
import { chromiumFlags, chromiumPath, openWindow, type Window } from '../renderer/browser.ts';
import { clicks, installStopwatch, scrollFrames } from './window-clicks.ts';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    customers: { type: 'string', default: '32000' },
    seconds: { type: 'string', default: '40' },
  },
});
if (!chromiumPath) {
  console.error('No Chromium was found. Install it (Debian: apt-get install chromium) or set CLIENTELE_CHROMIUM.');
  process.exit(1);
}

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

function summary(milliseconds: readonly number[]): string {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(0).padStart(6);
  return `median ${at(0.5)}   p95 ${at(0.95)}   most ${at(1)}   (${sorted.length})`;
}

/** From the start of the host's process to a welcome page that can be used; the window is built already. */
async function measureStart(folder: string): Promise<number> {
  const environment = {
    ...process.env,
    CLIENTELE_HOME: join(folder, 'home'),
    CLIENTELE_CONFIG: join(folder, 'config'),
  };
  const browser = await chromium.launch({ executablePath: chromiumPath!, args: chromiumFlags });
  const page = await browser.newPage();
  const startedAt = performance.now();
  const host = spawn(process.execPath, [path('../../electron/local/main.ts'), '--no-open'], { env: environment });
  try {
    for await (const line of createInterface({ input: host.stdout })) {
      const address = /http:\S+/.exec(line)?.[0];
      if (!address) continue;
      await page.goto(address);
      await page.getByRole('button', { name: 'Try with sample data' }).waitFor();
      return performance.now() - startedAt;
    }
    throw new Error('the host ended before it said its address');
  } finally {
    await browser.close();
    host.kill('SIGTERM');
  }
}

/** A second client of the same host, with the browser's own session. */
async function clientBeside({
  context,
  page,
}: Window): Promise<{ client: Client; upload: (file: string) => Promise<string> }> {
  const { origin, host } = new URL(page.url());
  const [cookie] = await context.cookies(origin);
  const headers = { Cookie: `${cookie!.name}=${cookie!.value}`, Origin: origin };
  const socket = new WebSocket(`ws://${host}/socket`, { headers, perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    client: connect(webSocketPort(socket)),
    upload: async (file) => {
      const answer = await fetch(`${origin}/upload?name=orders.csv`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/octet-stream' },
        body: await openAsBlob(file),
      });
      return ((await answer.json()) as { file: string }).file;
    },
  };
}

function ended(client: Client, jobId: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (job?.status === 'queued' || job?.status === 'running') return;
      stop();
      resolve();
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), 'clientele-bench-window-'));
let window: Window | undefined;
try {
  const made = spawnSync(
    process.execPath,
    [
      path('../../electron/cli/main.ts'),
      'sample',
      '--out',
      folder,
      '--lines',
      values.lines,
      '--customers',
      values.customers,
    ],
    { stdio: 'ignore' },
  );
  if (made.status !== 0) throw new Error('the sample shop could not be written');
  const starts: number[] = [];
  for (let i = 0; i < 5; i++) starts.push(await measureStart(folder));
  console.log(`start to usable window        ${summary(starts)}`);

  window = await openWindow();
  const { page } = window;
  const opened = performance.now();
  await page.getByRole('button', { name: 'Try with sample data' }).click();
  await page.waitForURL(/#results$/, { timeout: 120_000 });
  console.log(`sample shop to its results    ${((performance.now() - opened) / 1000).toFixed(1)} s`);
  await page.evaluate(installStopwatch);

  const quiet = await clicks(page, 3);
  console.log(`click to answer, quiet        ${summary(quiet)}`);

  const { client, upload } = await clientBeside(window);
  const [{ datasetId, settings }] = (await client.request('run.list', {})) as [RunSummary];
  let going = true;
  let imports = 0;
  let runs = 0;
  const importing = (async () => {
    while (going) {
      const reference = await upload(join(folder, 'orders.csv'));
      const { jobId } = await client.request('dataset.import', { name: 'load', files: [reference] });
      await ended(client, jobId);
      imports++;
    }
  })();
  const training = (async () => {
    for (let seed = 2; going; seed++) {
      const { jobId } = await client.request('run.start', {
        datasetId,
        settings: { ...settings, preset: 'deep', seed },
      });
      await ended(client, jobId);
      runs++;
    }
  })();
  const answers: number[] = [];
  const requests: number[] = [];
  const until = performance.now() + Number(values.seconds) * 1000;
  while (performance.now() < until) {
    answers.push(...(await clicks(page, 1)));
    const asked = performance.now();
    await client.request('workspace.info', {});
    requests.push(performance.now() - asked);
  }
  going = false;
  console.log(`click to answer, busy         ${summary(answers)}`);
  console.log(`engine answers, busy          ${summary(requests)}`);
  console.log(`meanwhile                     ${imports} imports of ${values.lines} lines, ${runs} deep runs ended`);
  for (const job of (await client.request('job.list', {})).filter(({ status }) => status === 'running')) {
    await client.request('job.cancel', { jobId: job.id }).catch(() => {});
  }
  await Promise.allSettled([importing, training]);
  console.log(`scrolling customers, frames   ${summary(await scrollFrames(page))}`);
  client.close();
} finally {
  await window?.close();
  rmSync(folder, { recursive: true, force: true });
}
