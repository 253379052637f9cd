/**
 * The slot kind `system`. The system's key store is asked once, for one secret of this user: that secret wraps the data
 * keys, and lies in the configuration folder only as the key store wrapped it.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { makeOnce } from './durable-files.ts';
import type { KeySource, SystemKeyProvider } from './key-source.ts';

/** The system's key store (Keychain, DPAPI, libsecret), lent by the host. Both reject where it does not give. */
export interface SystemKeyStore {
  wrap: (secret: Uint8Array) => Promise<Uint8Array>;
  unwrap: (wrapped: Uint8Array) => Promise<Uint8Array>;
}

const secretBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const purpose = Buffer.from('clientele system key 1');

/**
 * The source that opens `system` slots.
 *
 * @param create make the user's secret where there is none yet
 * @throws AppError `locked` (`system_key_unavailable`): no secret, or the key store does not give it
 */
export async function systemKey(
  configFolder: string,
  store: SystemKeyStore,
  create: boolean,
): Promise<Extract<KeySource, { kind: 'system' }>> {
  try {
    const path = join(configFolder, 'system.key');
    if (create && !existsSync(path)) makeOnce(path, await store.wrap(randomBytes(secretBytes)));
    // Read back even when just made: another process may have been faster, and its secret is then everybody's.
    const secret = await store.unwrap(readFileSync(path));
    if (secret.length !== secretBytes) throw new RangeError(`a secret of ${secret.length} bytes`);
    return { kind: 'system', provider: wrapBy(secret) };
  } catch (cause) {
    throw new AppError('locked', { reason: 'system_key_unavailable' }, { cause });
  }
}

/** Wraps keys by a secret: nonce, AES-256-GCM, tag. */
function wrapBy(secret: Uint8Array): SystemKeyProvider {
  return {
    wrap: (key) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', secret, nonce);
      cipher.setAAD(purpose);
      return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
    },
    unwrap: (wrapped) => {
      const decipher = createDecipheriv('aes-256-gcm', secret, wrapped.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(purpose);
      decipher.setAuthTag(wrapped.subarray(-tagBytes));
      return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    },
  };
}
