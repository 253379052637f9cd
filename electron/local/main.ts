/** `npm start -- --browser`: Clientele in the browser, for this computer alone. Ctrl C ends it. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { configFolder, dataFolder } from '../config-folder.ts';
import { logFailure } from '../log-failure.ts';
import { startLocalHost, type LocalHost } from './host.ts';
import { openBrowser } from './open-browser.ts';

const help = `npm start -- [--browser] [--port N] [--no-open]

  --browser    use the browser, also where the desktop window could be opened
  --port N     listen on this port of 127.0.0.1 (default: any that is free); in the browser
  --no-open    do not open the browser, only print the address
  --help       show this text

Workspaces lie in the folder Clientele of your home, or where CLIENTELE_HOME says.
`;

/** Within this time, a second signal is the first one, which the terminal and npm both passed on. */
const sameSignalMs = 1000;

function readOptions(): { port: number; open: boolean; help: boolean } {
  const options = {
    // Which host it is has been decided before; here is the browser's.
    browser: { type: 'boolean' },
    port: { type: 'string' },
    'no-open': { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ options, strict: true });
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Error(`--port takes 0 to 65535, not '${port}'`);
  return { port: Number(port), open: !values['no-open'], help: values.help ?? false };
}

function endOnSignal(host: LocalHost): void {
  let askedAt = 0;
  const end = (): void => {
    if (askedAt > 0) {
      if (performance.now() - askedAt > sameSignalMs) process.exit(1);
      return;
    }
    askedAt = performance.now();
    host.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

async function main(): Promise<void> {
  let options;
  try {
    options = readOptions();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${help}`);
    process.exitCode = 2;
    return;
  }
  if (options.help) return void process.stdout.write(help);
  try {
    const host = await startLocalHost({
      port: options.port,
      home: dataFolder(),
      configFolder: configFolder(),
      rendererFolder: fileURLToPath(new URL('../../dist/renderer/', import.meta.url)),
      onFailure: logFailure,
    });
    endOnSignal(host);
    process.stdout.write(`Clientele is running at ${host.url}\n`);
    if (options.open) openBrowser(host.url);
  } catch (error) {
    const { code } = error as { code?: string };
    const taken = code === 'EADDRINUSE' || code === 'EACCES';
    process.stderr.write(
      taken
        ? `Port ${options.port} cannot be used: another program has it, or it is reserved. Choose another, or leave --port out.\n`
        : `Clientele could not start: ${(error as Error).message}\n`,
    );
    process.exitCode = 1;
  }
}

await main();
