import type { RunSettings } from '../../../shared/domain.ts';
import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, type EngineState } from '../engine.ts';
import type { Session } from '../session.ts';
import { estimatePresets } from '../segmentation/estimate/estimate-run.ts';
import { usualFeatures, type RunShape } from '../segmentation/estimate/run-tasks.ts';
import { getDataset } from '../workspace/datasets.ts';
import { getRunReport, listRuns } from '../workspace/runs.ts';

type Names = 'run.estimate' | 'device.measure';

export function trainingHandlers(state: EngineState): Pick<Handlers, Names> {
  return {
    'run.estimate': async ({ datasetId, settings }) => {
      const session = openSession(state);
      const shape = shapeOf(session, datasetId, settings);
      await session.measurePace();
      return estimatePresets(shape, settings, state.deps.workers, session.pace.known());
    },
    'device.measure': () => openSession(state).measureDevices(),
  };
}

/** The size of a data set, as its last run found it; before the first one, as it was read. */
function shapeOf({ workspace: { db } }: Session, datasetId: number, { exclude }: RunSettings): RunShape {
  const { lines, customers } = getDataset(db, datasetId);
  const last = listRuns(db).findLast((run) => run.datasetId === datasetId && run.status === 'ready');
  if (!last) return { lines, customers, features: usualFeatures };
  const report = getRunReport(db, last.id);
  const features = report.features.filter(({ id, inUse }) => inUse && !exclude.includes(id)).length;
  return { lines, customers: report.customers, features: Math.max(1, features) };
}
