import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';

type Names = 'job.list' | 'job.cancel' | 'job.pause' | 'job.resume';

export function jobHandlers(state: EngineState): Pick<Handlers, Names> {
  return {
    'job.list': () => openSession(state).jobs.list(),
    'job.cancel': ({ jobId }) => {
      writableSession(state).jobs.cancel(jobId);
      return null;
    },
    'job.pause': ({ jobId }) => {
      writableSession(state).jobs.pause(jobId);
      return null;
    },
    'job.resume': ({ jobId }) => {
      writableSession(state).jobs.resume(jobId);
      return null;
    },
  };
}
