/**
 * The wire, complete. A client sends request | cancel | subscribe | unsubscribe; the engine answers result | error |
 * event. `serve` and `connect` are the only dispatch there is: hosts only carry frames between two ports.
 */
import { AppError, type WireError } from './errors.ts';
import { decodeFrame, encodeFrame } from './frame.ts';
import { requests, topics } from './contract.ts';
import type { Params, ParsedParams, RequestName, Result, TopicName, TopicParams, TopicValue } from './contract.ts';

/** Two-way carrier of frames. Implementations: memory (below), WebSocket, MessagePort. */
export interface Port {
  post: (frame: Uint8Array) => void;
  onMessage: (listener: (frame: Uint8Array) => void) => void;
  onClose: (listener: () => void) => void;
  close: () => void;
}

type ClientMessage =
  | { type: 'request'; id: number; name: string; params: unknown }
  | { type: 'subscribe'; id: number; name: string; params: unknown }
  | { type: 'cancel' | 'unsubscribe'; id: number };

type EngineMessage =
  | { type: 'result'; id: number; value: unknown }
  | { type: 'error'; id: number; error: WireError }
  | { type: 'event'; id: number; value: unknown };

export type Handlers = {
  [Name in RequestName]: (params: ParsedParams<Name>, signal: AbortSignal) => Promise<Result<Name>> | Result<Name>;
};
export type Publishers = {
  /** Calls `emit` with the value now and on every change; returns how to stop. */
  [Name in TopicName]: (params: TopicParams<Name>, emit: (value: TopicValue<Name>) => void) => () => void;
};

function isClientMessage(message: unknown): message is ClientMessage {
  if (typeof message !== 'object' || message === null) return false;
  const { type, id, name } = message as Record<string, unknown>;
  if (!Number.isSafeInteger(id)) return false;
  return (
    type === 'cancel' ||
    type === 'unsubscribe' ||
    ((type === 'request' || type === 'subscribe') && typeof name === 'string')
  );
}

/**
 * Answers a client's messages until its port closes. A malformed frame closes the port: its sender is not one of ours.
 * `onFailure` hears of unexpected errors (for the log); the client only gets their code.
 */
export function serve(
  port: Port,
  handlers: Handlers,
  publishers: Publishers,
  onFailure: (error: AppError) => void,
): void {
  const running = new Map<number, AbortController>();
  const subscriptions = new Map<number, () => void>();
  const send = (message: EngineMessage): void => port.post(encodeFrame(message));
  const fail = (id: number, thrown: unknown): void => {
    const error = AppError.from(thrown);
    if (error.code === 'internal') onFailure(error);
    send({ type: 'error', id, error: error.toWire() });
  };

  async function request(id: number, name: string, params: unknown): Promise<void> {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const handler = handlers[name as RequestName] as (params: unknown, signal: AbortSignal) => unknown;
      const value = await handler(parse(requests, name, params), abort.signal);
      send({ type: 'result', id, value: value ?? null });
    } catch (thrown) {
      fail(id, thrown);
    } finally {
      running.delete(id);
    }
  }

  function subscribe(id: number, name: string, params: unknown): void {
    try {
      const publisher = publishers[name as TopicName] as (
        params: unknown,
        emit: (value: unknown) => void,
      ) => () => void;
      subscriptions.set(
        id,
        publisher(parse(topics, name, params), (value) => send({ type: 'event', id, value })),
      );
    } catch (thrown) {
      fail(id, thrown);
    }
  }

  port.onMessage((frame) => {
    let message: unknown;
    try {
      message = decodeFrame(frame);
    } catch {
      message = null;
    }
    if (!isClientMessage(message)) return port.close();
    if (message.type === 'request') void request(message.id, message.name, message.params);
    else if (message.type === 'subscribe') subscribe(message.id, message.name, message.params);
    else if (message.type === 'cancel') running.get(message.id)?.abort();
    else {
      subscriptions.get(message.id)?.();
      subscriptions.delete(message.id);
    }
  });
  port.onClose(() => {
    for (const abort of running.values()) abort.abort();
    for (const stop of subscriptions.values()) stop();
    subscriptions.clear();
  });
}

function parse(table: typeof requests | typeof topics, name: string, params: unknown): unknown {
  const schema = Object.hasOwn(table, name) ? table[name as keyof typeof table] : null;
  if (!schema) throw new AppError('not_found', { reason: 'unknown_request', name: name.slice(0, 40) });
  const parsed = (schema as (typeof requests)[RequestName]).safeParse(params);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  // zod's message may quote the value; its path and code never do.
  throw new AppError('invalid_input', {
    reason: 'bad_parameter',
    parameter: issue?.path.join('.') ?? '',
    problem: issue?.code ?? '',
  });
}

export interface Client {
  /** Rejects with an AppError; aborting the signal cancels the request in the engine. */
  request: <Name extends RequestName>(name: Name, params: Params<Name>, signal?: AbortSignal) => Promise<Result<Name>>;
  /** Calls the listener now and on every change, until the returned function is called. */
  subscribe: <Name extends TopicName>(
    name: Name,
    params: TopicParams<Name>,
    listener: (value: TopicValue<Name>) => void,
  ) => () => void;
  close: () => void;
}

/** The client's end of a port. When the port closes, what is open rejects with `internal` (`disconnected`). */
export function connect(port: Port): Client {
  let nextId = 1;
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: AppError) => void }>();
  const listeners = new Map<number, (value: never) => void>();
  const send = (message: ClientMessage): void => port.post(encodeFrame(message));

  port.onMessage((frame) => {
    const message = decodeFrame(frame) as EngineMessage;
    if (message.type === 'event') return listeners.get(message.id)?.(message.value as never);
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.type === 'result') waiting?.resolve(message.value as never);
    else waiting?.reject(AppError.fromWire(message.error));
  });
  port.onClose(() => {
    for (const { reject } of pending.values()) reject(new AppError('internal', { reason: 'disconnected' }));
    pending.clear();
    listeners.clear();
  });

  return {
    request: (name, params, signal) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        pending.set(id, { resolve, reject });
        signal?.addEventListener('abort', () => send({ type: 'cancel', id }), { once: true });
        send({ type: 'request', id, name, params });
      }),
    subscribe: (name, params, listener) => {
      const id = nextId++;
      listeners.set(id, listener);
      send({ type: 'subscribe', id, name, params });
      return () => {
        listeners.delete(id);
        send({ type: 'unsubscribe', id });
      };
    },
    close: () => port.close(),
  };
}

/** Two ports in one process: what is posted on one arrives at the other, copied and later, as on any real wire. */
export function memoryPorts(): [Port, Port] {
  const ends = [0, 1].map(() => ({
    messages: [] as ((frame: Uint8Array) => void)[],
    closes: [] as (() => void)[],
    open: true,
  }));
  const port = (own: number): Port => ({
    post: (frame) => {
      const copy = frame.slice();
      queueMicrotask(() => {
        if (ends[0]!.open) for (const listener of ends[1 - own]!.messages) listener(copy);
      });
    },
    onMessage: (listener) => void ends[own]!.messages.push(listener),
    onClose: (listener) => void ends[own]!.closes.push(listener),
    close: () => {
      if (!ends[0]!.open) return;
      ends[0]!.open = ends[1]!.open = false;
      for (const end of ends) for (const listener of end.closes) listener();
    },
  });
  return [port(0), port(1)];
}
