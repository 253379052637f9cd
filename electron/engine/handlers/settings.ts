import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';

type Names = 'setting.get' | 'setting.save';

export function settingHandlers(state: EngineState): Pick<Handlers, Names> {
  return {
    'setting.get': (place) => openSession(state).settings.get(place),
    'setting.save': ({ value, ...place }) => {
      writableSession(state).settings.save(place, value);
      return null;
    },
  };
}
