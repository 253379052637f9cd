import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, type EngineState } from '../engine.ts';
import { abilitiesOf } from '../host.ts';
import { writeFileAtomically } from '../output/write-file.ts';
import { appendAudit } from '../workspace/audit-log.ts';
import { getRunReport } from '../workspace/runs.ts';

type Names = 'host.abilities' | 'run.print' | 'file.reveal';

/** What the host lends; throws `conflict` where it has no such thing. */
function lent<Ability>(ability: Ability | undefined): Ability {
  if (ability === undefined) throw new AppError('conflict', { reason: 'not_offered_here' });
  return ability;
}

export function hostHandlers(state: EngineState): Pick<Handlers, Names> {
  const { host, resolveFile, nameFile } = state.deps;
  return {
    'host.abilities': () => abilitiesOf(host),
    'run.print': async ({ runId, language }, signal) => {
      const print = lent(host.print);
      const chooseSavePath = lent(host.chooseSavePath);
      const session = openSession(state);
      const report = getRunReport(session.workspace.db, runId);
      const path = await chooseSavePath(`${report.dataset.name}.pdf`);
      if (path === null) return { file: null };
      const html = await session.renderReport(report, language, signal);
      const pdf = await print(html).catch((cause: unknown) => {
        throw new AppError('internal', { reason: 'print_failed', file: basename(path) }, { cause });
      });
      await writeFileAtomically(path, pdf);
      // While the person chose a place, the workspace may have been closed.
      const { workspace } = session;
      if (state.session === session && !workspace.readOnly) {
        appendAudit(workspace.db, { action: 'run.printed', details: { run: runId } });
      }
      return { file: nameFile(path) };
    },
    'file.reveal': async ({ file }) => {
      await lent(host.reveal)(resolveFile(file));
      return null;
    },
  };
}
