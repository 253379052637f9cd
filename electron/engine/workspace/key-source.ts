import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { makeOnce } from './durable-files.ts';
import { parseRecoveryKey } from './recovery-key.ts';

/** Wraps data keys by what the system keeps for this user (`system-key.ts`). `unwrap` throws where it does not fit. */
export interface SystemKeyProvider {
  wrap: (key: Uint8Array) => Uint8Array;
  unwrap: (wrapped: Uint8Array) => Uint8Array;
}

/**
 * What unlocks a workspace's data key. `keyfile` is any file the user names; its bytes, without line ends at the end,
 * count as a passphrase. `local` is a random key of mode 0600 in this user's configuration folder.
 */
export type KeySource =
  | { kind: 'passphrase'; passphrase: string }
  | { kind: 'keyfile'; path: string }
  | { kind: 'local'; configFolder: string }
  | { kind: 'recovery'; key: string }
  | { kind: 'system'; provider: SystemKeyProvider };

export type KeySlotKind = KeySource['kind'];
/** What a slot can be made from; recovery keys are made here, not brought. */
export type NewKeySource = Exclude<KeySource, { kind: 'recovery' }>;
/** A secret of ours. `guessable` ones came from a person and need a slow derivation. */
export interface Secret {
  bytes: Uint8Array;
  guessable: boolean;
}

const largestKeyFile = 1_048_576;
const localKeyBytes = 32;

/**
 * The secret behind a source.
 *
 * @param create make the local key where there is none yet; otherwise that throws `locked`
 * @throws AppError `invalid_input` (`passphrase_empty`, `key_file_empty`, `key_file_too_large`) or `locked`
 * (`key_file_missing`, `local_key_missing`, `wrong_recovery_key`)
 */
export function secretOf(source: Exclude<KeySource, { kind: 'system' }>, create: boolean): Secret {
  switch (source.kind) {
    case 'passphrase': {
      // Systems differ in how they compose accents; the passphrase must not.
      const passphrase = source.passphrase.normalize('NFC');
      if (passphrase === '') throw new AppError('invalid_input', { reason: 'passphrase_empty' });
      return { bytes: Buffer.from(passphrase, 'utf8'), guessable: true };
    }
    case 'keyfile':
      return { bytes: readKeyFile(source.path), guessable: true };
    case 'local':
      return { bytes: localKey(source.configFolder, create), guessable: false };
    case 'recovery': {
      const bytes = parseRecoveryKey(source.key);
      if (!bytes) throw new AppError('locked', { reason: 'wrong_recovery_key' });
      return { bytes, guessable: false };
    }
  }
}

function readKeyFile(path: string): Uint8Array {
  let bytes: Buffer;
  try {
    if (statSync(path).size > largestKeyFile) throw new AppError('invalid_input', { reason: 'key_file_too_large' });
    bytes = readFileSync(path);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError('locked', { reason: 'key_file_missing' }, { cause: thrown });
  }
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end--;
  if (end === 0) throw new AppError('invalid_input', { reason: 'key_file_empty' });
  return bytes.subarray(0, end);
}

function localKey(configFolder: string, create: boolean): Uint8Array {
  const path = join(configFolder, 'local.key');
  if (create) makeOnce(path, randomBytes(localKeyBytes));
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  } catch (thrown) {
    throw new AppError('locked', { reason: 'local_key_missing' }, { cause: thrown });
  }
  if (bytes.length !== localKeyBytes) throw new AppError('locked', { reason: 'wrong_local_key' });
  return bytes;
}
