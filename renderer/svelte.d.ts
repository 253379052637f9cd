/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference types="svelte" />

declare module '*.css';
