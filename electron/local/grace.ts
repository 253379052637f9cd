/** What is to happen when nobody has come back for a while. */
export interface Grace {
  /** The last one has left. */
  begin: () => void;
  /** Somebody is on the way; who never arrives is waited for as long once more. */
  extend: () => void;
  /** Somebody is here, or nothing is to happen any more. */
  end: () => void;
}

/** Calls back once, so many seconds after the last `begin` or `extend`, unless `end` came before. */
export function createGrace(seconds: number, onGone: () => void): Grace {
  let waiting: NodeJS.Timeout | null = null;
  const end = (): void => {
    if (waiting) clearTimeout(waiting);
    waiting = null;
  };
  const begin = (): void => {
    end();
    // It does not keep the process alive: what it would remove goes with the process anyway.
    waiting = setTimeout(() => {
      waiting = null;
      onGone();
    }, 1000 * seconds).unref();
  };
  return { begin, end, extend: () => (waiting ? begin() : undefined) };
}
