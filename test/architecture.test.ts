/** Who may import whom. A breach names the file, the import and the rule. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Import {
  from: string;
  to: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name) && !name.includes('kernels/assembly/'))
    .map((name) => join(folder, name));
}

/** Bears the name of a folder of ours, which a prefix could not tell from it. */
const electron = 'package:electron';

/** Every static and dynamic import; our own files as paths from the root, packages by name. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)'([^']+)'/g);
  return [...found].map(([, name]) => ({
    from: file,
    to: name!.startsWith('.')
      ? relative(root, resolve(root, dirname(file), name!))
      : name!.replace(/^electron$/, electron),
  }));
}

const engine = 'electron/engine';
/** Folder -> what it may import besides itself: prefixes of our own paths, or packages. */
const rules: Record<string, string[]> = {
  shared: ['zod', 'echarts'],
  [`${engine}/ml`]: ['shared/', '@tensorflow/', 'node:'],
  [`${engine}/workspace`]: ['shared/', 'better-sqlite3', 'node:'],
  // Lines of behaviour are summed up to features while they are read.
  [`${engine}/ingest`]: [
    'shared/',
    ...[`${engine}/ml/`, `${engine}/features/`],
    ...['node:', 'chardet', 'iconv-lite', 'hucre/xlsx', 'hyparquet'],
  ],
  [`${engine}/features`]: ['shared/', `${engine}/ml/`],
  [`${engine}/segmentation`]: ['shared/', `${engine}/ml/`],
  [`${engine}/insight`]: ['shared/', `${engine}/ml/`],
  [`${engine}/output`]: ['shared/', `${engine}/ml/`, `${engine}/segmentation/`, 'node:', 'echarts'],
  [`${engine}/sample`]: ['shared/', `${engine}/ml/`, 'node:'],
  [`${engine}/handlers`]: ['shared/', `${engine}/`, 'node:'],
  [`${engine}/jobs`]: [
    'shared/',
    'node:',
    ...['workspace', 'ingest', 'features', 'segmentation', 'insight', 'output', 'sample', 'ml'].map(
      (part) => `${engine}/${part}/`,
    ),
  ],
  'electron/files': ['shared/', 'node:'],
  'electron/local': [
    'shared/',
    `${engine}/engine.ts`,
    'electron/files/',
    'electron/config-folder.ts',
    'electron/log-failure.ts',
    'node:',
    'ws',
  ],
  'electron/desktop': [
    'shared/',
    `${engine}/engine.ts`,
    `${engine}/host.ts`,
    'electron/files/',
    'electron/config-folder.ts',
    'electron/log-failure.ts',
    'node:',
    electron,
  ],
  renderer: [
    ...['shared/', 'svelte', '@lucide/svelte', '@tanstack/virtual-core', 'echarts', 'vite'],
    ...['@sveltejs/vite-plugin-svelte', 'node:url'],
  ],
  'electron/cli': ['shared/', `${engine}/engine.ts`, 'electron/config-folder.ts', 'node:'],
};

describe('architecture', () => {
  for (const [folder, allowed] of Object.entries(rules)) {
    it(`${folder} imports only what it may`, () => {
      const files = sources(folder);
      expect(files.length).toBeGreaterThan(0);
      const breaches = files
        .flatMap(importsOf)
        .filter(({ to }) => !to.startsWith(`${folder}/`) && !allowed.some((prefix) => to.startsWith(prefix)))
        .map(({ from, to }) => `${from} imports ${to}`);
      expect(breaches).toEqual([]);
    });
  }

  it('numerics load and measure nowhere but in ml/backend', () => {
    const breaches = sources(`${engine}/ml`)
      .filter((file) => !file.includes('/backend/'))
      .flatMap(importsOf)
      .filter(({ to }) => to.startsWith('node:'))
      .map(({ from, to }) => `${from} imports ${to}`);
    expect(breaches).toEqual([]);
  });

  it('Electron itself is met in one file; all others know its types at most', () => {
    const breaches = [...sources('electron'), ...sources('renderer'), ...sources('shared'), ...sources('test')]
      .filter((file) => file !== 'electron/desktop/main.ts')
      .filter((file) => /^import (?!type )[^;]*from 'electron(\/\w+)?'/m.test(readFileSync(join(root, file), 'utf8')));
    expect(breaches).toEqual([]);
  });

  it('the database is opened and asked in the workspace alone', () => {
    const breaches = sources('electron')
      .filter((file) => !file.startsWith(`${engine}/workspace/`))
      .filter((file) => /\.prepare\(|better-sqlite3/.test(readFileSync(join(root, file), 'utf8')));
    expect(breaches).toEqual([]);
  });

  it('no text of the project holds a path of somebody’s machine', () => {
    const texts = [...sources('shared'), ...sources('electron'), ...sources('test')];
    const breaches = texts.filter((file) =>
      /\/(root|home\/\w+|Users\/\w+)\//.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(breaches.filter((file) => file !== 'test/architecture.test.ts')).toEqual([]);
  });
});
