import { getContext, setContext } from 'svelte';
import type { Preferences } from '../preferences.svelte.ts';

const words = Symbol('words');

/** Gives language and theme to all components below. */
export function provideWords(preferences: Preferences): void {
  setContext(words, preferences);
}

/** Language, theme and sentences. Only while a component is made. */
export function useWords(): Preferences {
  return getContext(words);
}
