import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';
import { listNotes, saveNote } from '../workspace/notes.ts';

export function noteHandlers(state: EngineState): Pick<Handlers, 'note.list' | 'note.save'> {
  return {
    'note.list': ({ runId }) => listNotes(openSession(state).workspace.db, runId),
    'note.save': (note) => {
      const { workspace, changes } = writableSession(state);
      const updatedAt = saveNote(workspace.db, note);
      changes.publish(note.runId, 'notes');
      return { updatedAt };
    },
  };
}
