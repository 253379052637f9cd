import type { EngineState } from '../engine.ts';
import { keySlotKindsAt, type KeySource } from '../workspace/keys.ts';
import { systemKey } from '../workspace/system-key.ts';

/**
 * This computer's key, which opens without asking the person: kept by the system where the host lends its key store,
 * else the key file of this user. A new workspace falls back to the key file when the key store does not give; one that
 * was locked by the key store cannot.
 *
 * @throws AppError `locked` (`system_key_unavailable`, `keys_damaged`), `incompatible_version` (`newer_keys`)
 */
export async function computerKey(
  { configFolder, host: { keyStore } }: EngineState['deps'],
  path: string,
  making: boolean,
): Promise<KeySource> {
  const local: KeySource = { kind: 'local', configFolder };
  if (!keyStore) return local;
  if (making) return systemKey(configFolder, keyStore, true).catch(() => local);
  const kinds = keySlotKindsAt(path);
  return kinds.includes('system') && !kinds.includes('local') ? systemKey(configFolder, keyStore, false) : local;
}
