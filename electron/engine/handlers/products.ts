import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, type EngineState } from '../engine.ts';
import { exploredRun } from '../jobs/explored-run.ts';
import type { Subject } from '../jobs/explorer.ts';
import { productLines, productsHeader } from '../output/products-csv.ts';
import { makeFolder, writeFileAtomically } from '../output/write-file.ts';
import { getRun } from '../workspace/runs.ts';
import type { Workspace } from '../workspace/open.ts';

/** Products written at a time: between two parts the thread answers who looks at a table. */
const partSize = 10_000;

export function productHandlers(state: EngineState): Pick<Handlers, 'product.page' | 'product.export'> {
  return {
    'product.page': ({ datasetId, runId, offset, limit, ...query }) => {
      const { workspace, explorer } = openSession(state);
      return explorer.ask(subjectOf(workspace.db, datasetId, runId), 'pageProducts', { ...query, offset, limit });
    },
    'product.export': async ({ datasetId, runId, folder, name, language, ...query }) => {
      const { workspace, explorer } = openSession(state);
      const subject = subjectOf(workspace.db, datasetId, runId);
      let products = 0;
      async function* parts(): AsyncGenerator<string> {
        yield productsHeader(language);
        for (let total = Infinity; products < total;) {
          const asked = { ...query, offset: products, limit: partSize };
          const part = await explorer.ask(subject, 'pageProducts', asked);
          total = part.total;
          products += part.rows.length;
          yield productLines(part.rows);
        }
      }
      const path = state.deps.resolveFile(folder);
      await makeFolder(path);
      await writeFileAtomically(join(path, name), parts());
      return { products };
    },
  };
}

/** The lines as the run had them cleaned, which the explorer may hold already; without a run, as they are now. */
function subjectOf(db: Workspace['db'], datasetId: number, runId: number | undefined): Subject {
  if (runId === undefined) return { datasetId, exclude: [] };
  const { subject } = exploredRun(db, runId);
  if (getRun(db, runId).datasetId !== datasetId) throw new AppError('not_found', { reason: 'no_such_run', run: runId });
  return subject;
}
