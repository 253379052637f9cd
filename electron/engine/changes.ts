/** Tells every window what any of them has changed. */
import type { Change } from '../../shared/adjustment.ts';

export interface Changes {
  publish: (runId: number, what: Change['what']) => void;
  /** Calls `emit` for every change from now on; returns how to stop. */
  watch: (emit: (change: Change) => void) => () => void;
}

export function createChanges(): Changes {
  const watchers = new Set<(change: Change) => void>();
  let revision = 0;
  return {
    publish: (runId, what) => {
      revision++;
      for (const emit of watchers) emit({ runId, what, revision });
    },
    watch: (emit) => {
      watchers.add(emit);
      return () => watchers.delete(emit);
    },
  };
}
