import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'electron/engine/ml/kernels/assembly/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', WebAssembly: 'readonly' },
    },
    rules: {
      // Typed arrays are read inside measured loops; an index there is known to be in range.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // A pure computation has no clock, no chance of its own and no console.
    files: ['electron/engine/ml/**/*.ts'],
    ignores: ['electron/engine/ml/backend/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random' },
        { object: 'Date', property: 'now' },
      ],
      'no-console': 'error',
    },
  },
  {
    // A sandboxed preload is CommonJS in a page: it has nothing but `require('electron')`.
    files: ['electron/desktop/preload.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { require: 'readonly', window: 'readonly', document: 'readonly', MutationObserver: 'readonly' },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['renderer/**/*.svelte', 'renderer/**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: {
      // TypeScript knows the browser's globals.
      'no-undef': 'off',
      // A style attribute in the markup would need a weaker content policy; `style:name` is set by code.
      'no-restricted-syntax': ['error', 'SvelteAttribute[key.name="style"]'],
      'svelte/no-at-html-tags': 'error',
      // Pages are places in the window (#data), not routes of SvelteKit.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
);
