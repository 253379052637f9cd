/** Which personal ids the pseudonyms of a data set stand for, and the key that makes them. */
import { randomBytes } from 'node:crypto';
import type { WorkspaceDatabase } from './database.ts';
import { checksumOf, packParts, unpackParts } from './parts.ts';
import { getSetting, setSetting } from './settings.ts';

const keySetting = 'pseudonymKey';

/** The workspace's own key, made when it is first needed: the same id gets the same pseudonym in every import. */
export function pseudonymKey(db: WorkspaceDatabase): Uint8Array {
  const known = getSetting<string>(db, keySetting);
  if (known) return Uint8Array.from(Buffer.from(known, 'hex'));
  const key = randomBytes(32);
  setSetting(db, keySetting, key.toString('hex'));
  return Uint8Array.from(key);
}

/** To be called inside a transaction. They go when the data set goes. */
export function storePersonalIds(
  db: WorkspaceDatabase,
  datasetId: number,
  personal: { pseudonyms: string[]; ids: string[] },
): void {
  const body = packParts(personal, { compress: true });
  db.prepare('INSERT INTO personal_ids (dataset_id, bytes, checksum, body) VALUES (?, ?, ?, ?)').run(
    datasetId,
    body.length,
    checksumOf(body),
    body,
  );
}

/** The ids by their pseudonyms, for exports that are asked for them; empty where a data set has none. */
export function loadPersonalIds(db: WorkspaceDatabase, datasetId: number): Map<string, string> {
  const body = db.prepare('SELECT body FROM personal_ids WHERE dataset_id = ?').pluck().get(datasetId);
  if (!(body instanceof Uint8Array)) return new Map();
  const { pseudonyms, ids } = unpackParts<{ pseudonyms: string[]; ids: string[] }>(body);
  return new Map(pseudonyms.map((name, i) => [name, ids[i]!]));
}
