/** Electron's safeStorage as the engine's key store, where it really protects. */
import type { SafeStorage } from 'electron';

/** What is used of safeStorage. */
export type SafeStorageLike = Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync'> & {
  /** There on Linux alone. */
  getSelectedStorageBackend?: () => string;
  decryptStringAsync: (encrypted: Buffer) => Promise<{ result: string }>;
};

/**
 * Whether the system keeps secrets: Keychain, DPAPI, libsecret, KWallet. Without one, Electron on Linux falls back to
 * `basic_text`, a password that everybody knows; that protects nothing and is refused.
 */
export async function protects(storage: SafeStorageLike, platform: NodeJS.Platform): Promise<boolean> {
  const backend = platform === 'linux' ? storage.getSelectedStorageBackend?.() : null;
  if (backend === undefined || backend === 'basic_text' || backend === 'unknown') return false;
  return storage.isAsyncEncryptionAvailable().catch(() => false);
}

/** A secret as the system wraps it. safeStorage takes texts only. */
export async function wrapSecret(storage: SafeStorageLike, secret: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await storage.encryptStringAsync(Buffer.from(secret).toString('base64')));
}

/** The secret behind `wrapSecret`; rejects where the system does not give it. */
export async function unwrapSecret(storage: SafeStorageLike, wrapped: Uint8Array): Promise<Uint8Array> {
  const { result } = await storage.decryptStringAsync(Buffer.from(wrapped));
  return new Uint8Array(Buffer.from(result, 'base64'));
}
