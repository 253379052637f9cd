// The first file of every command. It needs nothing but Node 20 and npm: it installs what is missing, builds the
// kernels, and hands over to Node 24 (a dependency). What it says goes to standard error; standard output is the
// command's own.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseHost, electronBinary, runElectron } from './launch.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const nodeModules = join(root, 'node_modules');
const stamp = join(nodeModules, '.clientele-installed');
const node24 = join(nodeModules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Installs when node_modules does not match the lock file. */
function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error('Installing what Clientele needs (once, about a minute) ...');
  const npm = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.error)
    fail(`npm could not be started (${npm.error.message}). Install Node.js 20 or later, which brings npm.`);
  if (npm.status !== 0) fail('npm could not install the dependencies; its message is above.');
  writeFileSync(stamp, lock);
}

/** Node 24: the one among the dependencies, or the one that runs this file if it is new enough. */
function modernNode() {
  if (existsSync(node24) && spawnSync(node24, ['--version']).status === 0) return node24;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  fail(
    'The Node 24 that Clientele brings is not there: install scripts were skipped. ' +
      'Run `npm rebuild node`, or use Node 24 or later yourself.',
  );
}

function run(node, args, environment) {
  const done = spawnSync(node, args, { cwd: root, stdio: 'inherit', env: environment });
  return done.status ?? 1;
}

/** Everything that must hold before a change lands, cheapest first. */
function test(node, environment, args) {
  const tool = (path) => join(nodeModules, path);
  if (args.length === 0) {
    const checks = [
      ['types', [tool('typescript/bin/tsc'), '--noEmit']],
      [
        'the window',
        [
          tool('svelte-check/bin/svelte-check'),
          ...['--tsconfig', 'renderer/tsconfig.json', '--output', 'machine', '--fail-on-warnings'],
        ],
      ],
      ['lint', [tool('eslint/bin/eslint.js'), '.', '--max-warnings=0']],
      ['format', [tool('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']],
    ];
    for (const [name, command] of checks) {
      console.error(`checking ${name} ...`);
      const status = run(node, command, environment);
      if (status !== 0) return status;
    }
  }
  return run(node, [tool('vitest/vitest.mjs'), 'run', ...args], environment);
}

const [command, ...args] = process.argv.slice(2);
install();
const node = modernNode();
const cache = join(root, 'dist', 'compile-cache');
mkdirSync(cache, { recursive: true });
const environment = {
  ...process.env,
  // What Node compiled once it need not compile again.
  NODE_COMPILE_CACHE: cache,
  PATH: `${join(nodeModules, '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
};
if (run(node, [join(root, 'build', 'kernels.mjs'), '--quiet'], environment) !== 0) process.exit(1);

if (command === 'test') process.exit(test(node, environment, args));

if (command === 'start' && run(node, [join(root, 'build', 'window.mjs')], environment) !== 0) process.exit(1);

/** The desktop window where there can be one; otherwise says why not in one line, and the browser it is. */
async function startDesktop() {
  const binary = electronBinary(join(nodeModules, 'electron'), environment, process.platform);
  const { host, why } = chooseHost({ args, binary, environment, platform: process.platform });
  if (host === 'desktop') {
    const outcome = await runElectron(binary, [root], environment);
    if (outcome.ran) process.exit(outcome.status);
    console.error(`The desktop window could not be opened (${outcome.why}): Clientele runs in the browser instead.`);
  } else if (why) console.error(`No desktop window (${why}): Clientele runs in the browser instead.`);
}
if (command === 'start') await startDesktop();

const entries = {
  cli: 'electron/cli/main.ts',
  bench: 'test/bench/main.ts',
  'bench:window': 'test/bench/window.ts',
  screenshots: 'test/screenshots/main.ts',
  'bench:estimate': 'test/bench/estimate.ts',
  'bench:parts': 'test/bench/parts.ts',
  'bench:import': 'test/bench/import.ts',
  'bench:images': 'test/bench/labelled-images.ts',
  start: 'electron/local/main.ts',
};
const entry = entries[command];
if (!entry) fail(`bootstrap knows ${Object.keys(entries).join(', ')} and test, not '${command}'`);
const child = spawn(node, [join(root, entry), ...args], {
  // Paths are meant from where the person typed the command, not from the project's folder.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
  env: environment,
});
// Ctrl C reaches the whole group by itself: here it only must not end this process before the child has.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
