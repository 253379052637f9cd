/** How far work is that is no job, for whoever watches: it is done while a person looks on, and leaves no trace. */

/** `share` is 0 to 1; `etaSeconds` is null until there is something to tell it by. */
export type Watched<Subject> = Subject & { share: number; etaSeconds: number | null };

export interface WatchedProgress<Subject> {
  /** Calls now and on every step; with null when nothing is worked on. */
  watch: (emit: (progress: Watched<Subject> | null) => void) => () => void;
  /** Does the work and tells of it. */
  follow: <Value>(subject: Subject, work: (report: (share: number) => void) => Promise<Value>) => Promise<Value>;
}

export function createWatchedProgress<Subject extends object>(): WatchedProgress<Subject> {
  const watchers = new Set<(progress: Watched<Subject> | null) => void>();
  let current: Watched<Subject> | null = null;
  const show = (progress: Watched<Subject> | null): void => {
    current = progress;
    for (const emit of watchers) emit(progress);
  };
  return {
    watch: (emit) => {
      watchers.add(emit);
      emit(current);
      return () => watchers.delete(emit);
    },
    follow: async (subject, work) => {
      const startedAt = performance.now();
      show({ ...subject, share: 0, etaSeconds: null });
      try {
        return await work((share) => {
          const seconds = (performance.now() - startedAt) / 1000;
          show({ ...subject, share, etaSeconds: share > 0 ? (seconds * (1 - share)) / share : null });
        });
      } finally {
        show(null);
      }
    },
  };
}
