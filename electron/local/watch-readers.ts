import { decodeFrame } from '../../shared/frame.ts';
import type { Port } from '../../shared/protocol.ts';

/** The requests whose jobs read files. */
const readers: unknown[] = ['dataset.import', 'model.assign'];

interface Message {
  type?: unknown;
  id?: unknown;
  name?: unknown;
  params?: { files?: unknown; images?: unknown };
  value?: { jobId?: unknown };
}

/**
 * The same port, overheard: `onReader` learns which job reads which file references. Only the host knows that an upload
 * is to be deleted after its import, and only the wire knows both.
 */
export function watchReaders(port: Port, onReader: (jobId: number, references: string[]) => void): Port {
  const asked = new Map<unknown, string[]>();
  return {
    ...port,
    onMessage: (listener) =>
      port.onMessage((frame) => {
        const { type, id, name, params } = read(frame);
        if (type === 'request' && readers.includes(name) && Array.isArray(params?.files)) {
          asked.set(id, [...params.files, ...(Array.isArray(params.images) ? params.images : [])]);
        }
        listener(frame);
      }),
    post: (frame) => {
      if (asked.size > 0) {
        const { type, id, value } = read(frame);
        const references = asked.get(id);
        if (references && type !== 'event') asked.delete(id);
        if (references && type === 'result') onReader(Number(value?.jobId), references);
      }
      port.post(frame);
    },
  };
}

/** Whatever is in a frame; nothing, if it is none: its receiver deals with that. */
function read(frame: Uint8Array): Message {
  try {
    return (decodeFrame(frame) ?? {}) as Message;
  } catch {
    return {};
  }
}
