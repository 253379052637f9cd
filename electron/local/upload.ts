import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { AppError } from '../../shared/errors.ts';
import type { PrivateFiles } from '../files/private-files.ts';

/**
 * Writes the body of a request to a private file of mode 0600, as it comes in, and gives the file's reference. Nothing
 * stays of a body that was cut off or too large.
 * @throws AppError `invalid_input` (`file_too_large`), `storage` (`disk_full`), `internal`
 */
export async function receiveUpload(
  request: IncomingMessage,
  name: string,
  files: PrivateFiles,
  mostBytes: number,
): Promise<string> {
  const tooLarge = (): AppError => new AppError('invalid_input', { reason: 'file_too_large', most: mostBytes });
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge();
  const upload = files.addUpload(name);
  try {
    const file = await open(upload.path, 'wx', 0o600);
    try {
      let bytes = 0;
      // The connection has to outlive a refusal, or nobody hears of it.
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        bytes += chunk.byteLength;
        if (bytes > mostBytes) throw tooLarge();
        await file.writeFile(chunk);
      }
    } finally {
      await file.close();
    }
    upload.complete();
    return upload.reference;
  } catch (thrown) {
    upload.discard();
    throw AppError.from(thrown);
  }
}
