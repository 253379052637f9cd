/** How much memory an import may count on. */
import { totalmem } from 'node:os';

/** macOS calls free only what it uses for nothing at all, not what it would give back at once. */
const shareOnMac = 0.5;

/**
 * Bytes that can be had now: what is free on the computer, or left of what its group of processes may use.
 * `CLIENTELE_MEMORY` (megabytes) sets it lower, to leave room for others.
 */
export function freeMemory(): number {
  const found = process.platform === 'darwin' ? shareOnMac * totalmem() : process.availableMemory();
  const allowed = Number(process.env.CLIENTELE_MEMORY) * 2 ** 20;
  return allowed > 0 ? Math.min(allowed, found) : found;
}
