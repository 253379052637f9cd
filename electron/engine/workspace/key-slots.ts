import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, scryptSync } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { secretOf } from './key-source.ts';
import type { KeySlotKind, KeySource, Secret } from './key-source.ts';

/** Cost of guessing a passphrase (RFC 7914). The default takes about half a second and 128 MiB. */
export interface ScryptParameters {
  N: number;
  r: number;
  p: number;
}
export const scryptDefaults: ScryptParameters = { N: 2 ** 17, r: 8, p: 1 };

/** One wrapping of the data key, as it stands in the keys file. All bytes are base64. */
export interface KeySlot {
  kind: KeySlotKind;
  /** Tells which data key is inside: while a data key is being replaced, both have slots. */
  keyId: string;
  derivation: ({ name: 'scrypt' } & ScryptParameters) | { name: 'hkdf-sha256' } | { name: 'system' };
  salt: string;
  nonce: string;
  /** The data key, AES-256-GCM with its tag; for `system` whatever the key store made of it. */
  wrapped: string;
}

const dataKeyBytes = 32;
const tagBytes = 16;

/** A new random data key. */
export function makeDataKey(): Uint8Array {
  return randomBytes(dataKeyBytes);
}

/** A short name of a data key that tells nothing about it. */
export function keyIdOf(dataKey: Uint8Array): string {
  return createHash('sha256').update('clientele data key id\0').update(dataKey).digest('hex').slice(0, 16);
}

/** Wraps the data key for a source. Makes the user's local key where there is none yet. */
export function wrapDataKey(
  dataKey: Uint8Array,
  source: KeySource,
  workspaceId: string,
  scrypt: ScryptParameters = scryptDefaults,
): KeySlot {
  const keyId = keyIdOf(dataKey);
  if (source.kind === 'system') {
    const wrapped = Buffer.from(source.provider.wrap(dataKey)).toString('base64');
    return { kind: 'system', keyId, derivation: { name: 'system' }, salt: '', nonce: '', wrapped };
  }
  const secret = secretOf(source, true);
  const { N, r, p } = scrypt;
  const slot: KeySlot = {
    kind: source.kind,
    keyId,
    derivation: secret.guessable ? { name: 'scrypt', N, r, p } : { name: 'hkdf-sha256' },
    salt: randomBytes(16).toString('base64'),
    nonce: randomBytes(12).toString('base64'),
    wrapped: '',
  };
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(secret, slot), Buffer.from(slot.nonce, 'base64'));
  cipher.setAAD(associated(slot, workspaceId));
  slot.wrapped = Buffer.concat([cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]).toString('base64');
  return slot;
}

/**
 * The data keys that a source opens: one, or two after a change of key that was interrupted; the newest first.
 *
 * @throws AppError `locked`: `no_such_slot` with the kinds there are, or the reason for the source's kind
 */
export function unwrapDataKeys(slots: readonly KeySlot[], source: KeySource, workspaceId: string): Uint8Array[] {
  const own = slots.filter((slot) => slot.kind === source.kind).reverse();
  if (own.length === 0) {
    const kinds = [...new Set(slots.map((slot) => slot.kind))];
    throw new AppError('locked', { reason: 'no_such_slot', kind: source.kind, kinds });
  }
  const keys = own.map((slot) => unwrap(slot, source, workspaceId)).filter((key) => key !== null);
  if (keys.length === 0) throw new AppError('locked', { reason: wrongReasons[source.kind] });
  return keys;
}

const wrongReasons = {
  passphrase: 'wrong_passphrase',
  keyfile: 'wrong_key_file',
  local: 'wrong_local_key',
  recovery: 'wrong_recovery_key',
  system: 'system_key_unavailable',
} as const satisfies Record<KeySlotKind, string>;

function unwrap(slot: KeySlot, source: KeySource, workspaceId: string): Uint8Array | null {
  const wrapped = Buffer.from(slot.wrapped, 'base64');
  let key: Uint8Array;
  try {
    if (source.kind === 'system') key = source.provider.unwrap(wrapped);
    else {
      const secret = secretOf(source, false);
      const decipher = createDecipheriv('aes-256-gcm', wrappingKey(secret, slot), Buffer.from(slot.nonce, 'base64'), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(associated(slot, workspaceId));
      decipher.setAuthTag(wrapped.subarray(-tagBytes));
      key = Buffer.concat([decipher.update(wrapped.subarray(0, -tagBytes)), decipher.final()]);
    }
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    return null;
  }
  return key.length === dataKeyBytes && keyIdOf(key) === slot.keyId ? key : null;
}

function wrappingKey(secret: Secret, slot: KeySlot): Uint8Array {
  const salt = Buffer.from(slot.salt, 'base64');
  if (slot.derivation.name !== 'scrypt') {
    return new Uint8Array(hkdfSync('sha256', secret.bytes, salt, 'clientele key slot', 32));
  }
  const { N, r, p } = slot.derivation;
  return scryptSync(secret.bytes, salt, 32, { N, r, p, maxmem: 256 * N * r + 1_048_576 });
}

/** What must not be changed in the keys file without being noticed. */
function associated(slot: KeySlot, workspaceId: string): Buffer {
  return Buffer.from(JSON.stringify(['clientele', 1, workspaceId, slot.kind, slot.keyId, slot.derivation]), 'utf8');
}
