/**
 * The entry of the engine's process (`utilityProcess.fork`): training beside the main process, so that a window never
 * freezes and a native crash never takes it down. It gets ports from the main process and nothing else.
 */
import type { Port } from '../../shared/protocol.ts';
import { logFailure } from '../log-failure.ts';
import { startEngineService, type EngineService, type EngineSettings } from './engine-service.ts';
import { messagePort } from './message-port.ts';

/** Both come with one port: to the main process, to a window. */
export type EngineMessage = { type: 'start'; settings: EngineSettings } | { type: 'window' };

let service: EngineService | null = null;

process.parentPort.on('message', ({ data, ports }) => {
  const message = data as EngineMessage;
  const port: Port = messagePort(ports[0]!);
  if (message.type === 'start') service ??= startEngineService(message.settings, port, logFailure);
  else if (service) service.attach(port);
  else port.close();
});
