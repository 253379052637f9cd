/** The main process's end of the engine's process: starts it when needed, hands out lines to it, ends it in order. */
import type { AppError } from '../../shared/errors.ts';
import { exchangeCalls, type Call } from './calls.ts';
import type { EngineMessage } from './engine-process.ts';
import type { EngineCalls, EngineSettings, MainCalls } from './engine-service.ts';
import { messagePort, type MessagePortLike } from './message-port.ts';

/** What is used of Electron's UtilityProcess. */
export interface ProcessLike<ChannelPort> {
  postMessage: (message: EngineMessage, transfer: ChannelPort[]) => void;
  on: (event: 'exit', listener: () => void) => unknown;
  kill: () => unknown;
}

export interface EngineLinkOptions<ChannelPort> {
  fork: () => ProcessLike<ChannelPort>;
  createChannel: () => { port1: ChannelPort; port2: ChannelPort };
  settings: EngineSettings;
  /** What the engine's process may ask for. */
  own: MainCalls;
  onFailure: (error: AppError) => void;
  /** The engine's process has ended, and all lines with it. */
  onEnd: () => void;
}

export interface EngineLink<ChannelPort> {
  /** One end of a new line to the engine, for a window. An engine that died is started anew: its jobs can be resumed. */
  openLine: () => ChannelPort;
  call: Call<EngineCalls>;
  /** Lets the engine close its workspace and ends its process; waits no longer than some seconds. */
  close: () => Promise<void>;
}

/** Closing writes what is in the journal into the workspace, which is quick; longer than this it hangs. */
const mostCloseMs = 10_000;

export function linkEngine<ChannelPort extends MessagePortLike>(
  options: EngineLinkOptions<ChannelPort>,
): EngineLink<ChannelPort> {
  const { fork, createChannel, settings, own, onFailure, onEnd } = options;
  let running: { process: ProcessLike<ChannelPort>; call: Call<EngineCalls> } | null = null;

  function engine(): NonNullable<typeof running> {
    if (running) return running;
    const process = fork();
    const { port1, port2 } = createChannel();
    const port = messagePort(port1);
    const started = { process, call: exchangeCalls<MainCalls, EngineCalls>(port, own, onFailure) };
    process.on('exit', () => {
      port.close();
      if (running === started) running = null;
      onEnd();
    });
    process.postMessage({ type: 'start', settings }, [port2]);
    return (running = started);
  }

  return {
    openLine: () => {
      const { port1, port2 } = createChannel();
      engine().process.postMessage({ type: 'window' }, [port2]);
      return port1;
    },
    call: (name, ...args) => engine().call(name, ...args),
    close: async () => {
      if (!running) return;
      const { process, call } = running;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, mostCloseMs)));
      // However it ends, the process has to.
      await Promise.race([call('close').catch(() => {}), late]);
      clearTimeout(timer);
      process.kill();
    },
  };
}
