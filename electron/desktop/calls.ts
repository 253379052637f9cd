/** Calls between the main process and the engine's, both ways over one port that the window never sees. */
import { AppError, type WireError } from '../../shared/errors.ts';
import { decodeFrame, encodeFrame } from '../../shared/frame.ts';
import type { Port } from '../../shared/protocol.ts';

/** What one side offers: names with plain arguments and results; typed arrays travel as bytes. */
type Offers<Self> = { [Name in keyof Self]: (...args: never[]) => unknown };

type Message =
  | { type: 'call'; id: number; name: string; args: unknown[] }
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'refusal'; id: number; error: WireError };

/** Calls the other side. Rejects with its AppError, or with `internal` (`disconnected`) when the port closes. */
export type Call<Other extends Offers<Other>> = <Name extends keyof Other & string>(
  name: Name,
  ...args: Parameters<Other[Name]>
) => Promise<Awaited<ReturnType<Other[Name]>>>;

/**
 * Offers `own` to the other side and returns how to call it. `onFailure` hears of unexpected errors in `own`; the other
 * side only gets their code.
 */
export function exchangeCalls<Own extends Offers<Own>, Other extends Offers<Other>>(
  port: Port,
  own: Own,
  onFailure: (error: AppError) => void,
): Call<Other> {
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: AppError) => void }>();
  let nextId = 1;
  let open = true;
  const send = (message: Message): void => port.post(encodeFrame(message));

  async function answer(id: number, name: string, args: unknown[]): Promise<void> {
    try {
      if (!Object.hasOwn(own, name)) throw new AppError('not_found', { reason: 'unknown_request', name });
      const offered = own[name as keyof Own] as unknown as (...args: unknown[]) => unknown;
      send({ type: 'answer', id, value: (await offered(...args)) ?? null });
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.code === 'internal') onFailure(error);
      send({ type: 'refusal', id, error: error.toWire() });
    }
  }

  port.onMessage((frame) => {
    const message = decodeFrame(frame) as Message;
    if (message.type === 'call') return void answer(message.id, message.name, message.args);
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.type === 'answer') waiting?.resolve(message.value as never);
    else waiting?.reject(AppError.fromWire(message.error));
  });
  const disconnected = (): AppError => new AppError('internal', { reason: 'disconnected' });
  port.onClose(() => {
    open = false;
    for (const { reject } of pending.values()) reject(disconnected());
    pending.clear();
  });

  return (name, ...args) =>
    new Promise((resolve, reject) => {
      if (!open) return reject(disconnected());
      const id = nextId++;
      pending.set(id, { resolve, reject });
      send({ type: 'call', id, name, args });
    });
}
