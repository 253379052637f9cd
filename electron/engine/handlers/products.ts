import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';
import { productSubject } from '../jobs/export-products.ts';
import { requireReady } from './require-ready.ts';

export function productHandlers(state: EngineState): Pick<Handlers, 'product.page' | 'product.export'> {
  return {
    'product.page': ({ datasetId, runId, offset, limit, ...query }) => {
      const { workspace, explorer } = openSession(state);
      const subject = productSubject(workspace.db, datasetId, runId ?? null);
      return explorer.ask(subject, 'pageProducts', { ...query, offset, limit });
    },
    'product.export': ({ datasetId, runId = null, folder, name, language, ...query }) => {
      const { workspace, jobs } = writableSession(state);
      requireReady(workspace.db, datasetId);
      productSubject(workspace.db, datasetId, runId);
      const params = { runId, query, folder: state.deps.resolveFile(folder), name, language };
      return { jobId: jobs.submit('products', datasetId, params) };
    },
  };
}
