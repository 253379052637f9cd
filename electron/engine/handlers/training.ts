import { presets, type Preset, type RunReport, type RunSettings } from '../../../shared/domain.ts';
import { labelsAreKnown } from '../../../shared/known-labels.ts';
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
      const { shape, tuned } = knownOf(session, datasetId, settings);
      await session.measurePace();
      return estimatePresets(shape, settings, state.deps.workers, session.pace.known(), tuned);
    },
    'device.measure': () => openSession(state).measureDevices(),
  };
}

interface Known {
  shape: RunShape;
  /** What tuning chose, by preset. */
  tuned: Partial<Record<Preset, readonly number[]>>;
}

/** What the last run of a data set tells of the next one; before the first one, what was read. */
function knownOf({ workspace: { db } }: Session, datasetId: number, settings: RunSettings): Known {
  const { exclude } = settings;
  const dataset = getDataset(db, datasetId);
  const { lines, customers } = dataset;
  const labelled = labelsAreKnown(dataset, settings) ? customers : 0;
  const ready = listRuns(db).filter((run) => run.datasetId === datasetId && run.status === 'ready');
  const reports = new Map<number, RunReport>();
  const reportOf = (runId: number): RunReport => {
    const report = reports.get(runId) ?? getRunReport(db, runId);
    reports.set(runId, report);
    return report;
  };
  const tuned: Known['tuned'] = {};
  for (const preset of presets) {
    const last = ready.findLast(({ settings }) => settings.preset === preset && settings.network === null);
    const layers = last && reportOf(last.id).network?.layers;
    if (layers) tuned[preset] = layers;
  }
  const last = ready.at(-1);
  if (!last) return { shape: { lines, customers, features: usualFeatures, labelled }, tuned };
  const report = reportOf(last.id);
  const features = report.features.filter(({ id, inUse }) => inUse && !exclude.includes(id)).length;
  return { shape: { lines, customers: report.customers, features: Math.max(1, features), labelled }, tuned };
}
