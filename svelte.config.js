/** Read by svelte-check, ESLint and renderer/vite.config.ts. Types are stripped by Svelte itself. */
export default { compilerOptions: { runes: true } };
