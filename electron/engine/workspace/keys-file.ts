import { existsSync, readFileSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { replaceFile } from './durable-files.ts';
import type { KeySlot, ScryptParameters } from './key-slots.ts';

/** `NAME.clientele.keys`: the data key, wrapped. Useless without one of the secrets, and the workspace without it. */
export interface KeysFile {
  format: 'clientele-keys';
  version: 1;
  /** Ties the slots to their workspace. */
  workspaceId: string;
  slots: KeySlot[];
}

const slotKinds = ['passphrase', 'keyfile', 'local', 'recovery', 'system'];
/** Beyond 1 GiB of memory or 16 rounds a planted file could only be meant to exhaust the machine. */
const isBearable = ({ N, r, p }: ScryptParameters): boolean =>
  N > 1 && r >= 1 && p >= 1 && p <= 16 && 128 * N * r <= 2 ** 30;

/** Where the keys of a workspace are kept. */
export function keysPath(workspacePath: string): string {
  return `${workspacePath}.keys`;
}

/**
 * The keys file of a workspace; null where there is none.
 *
 * @throws AppError `locked` (`keys_damaged`) or `incompatible_version` (`newer_keys`)
 */
export function readKeysFile(workspacePath: string): KeysFile | null {
  const path = keysPath(workspacePath);
  if (!existsSync(path)) return null;
  let read: Partial<KeysFile> & { version?: number };
  try {
    read = JSON.parse(readFileSync(path, 'utf8')) as typeof read;
  } catch (cause) {
    throw new AppError('locked', { reason: 'keys_damaged' }, { cause });
  }
  if (read?.format === 'clientele-keys' && typeof read.version === 'number' && read.version > 1) {
    throw new AppError('incompatible_version', { reason: 'newer_keys', found: read.version, supported: 1 });
  }
  if (read?.format !== 'clientele-keys' || typeof read.workspaceId !== 'string' || !read.slots?.every(isSlot)) {
    throw new AppError('locked', { reason: 'keys_damaged' });
  }
  return read as KeysFile;
}

/** Replaces the keys file in one step. */
export function writeKeysFile(workspacePath: string, keys: KeysFile): void {
  replaceFile(keysPath(workspacePath), `${JSON.stringify(keys, null, 2)}\n`);
}

function isSlot(slot: Partial<KeySlot> | null): boolean {
  if (!slot || !slotKinds.includes(slot.kind ?? '')) return false;
  const { derivation } = slot;
  const derivable =
    derivation?.name === 'scrypt'
      ? isBearable(derivation)
      : derivation?.name === 'hkdf-sha256' || derivation?.name === 'system';
  return derivable && [slot.keyId, slot.salt, slot.nonce, slot.wrapped].every((text) => typeof text === 'string');
}
