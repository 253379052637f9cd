import { presets, type Preset, type RunSettings } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { labelsAreKnown } from '../../../shared/known-labels.ts';
import type { Handlers } from '../../../shared/protocol.ts';
import { featureChoice } from '../../../shared/settings.ts';
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
      const tuned = tunedBefore(session, datasetId);
      const [shape] = await Promise.all([shapeOf(session, datasetId, settings), session.measurePace()]);
      return estimatePresets(shape, settings, state.deps.workers, session.pace.known(), tuned);
    },
    'device.measure': () => openSession(state).measureDevices(),
  };
}

/** What a run of the data set works on; what was read of it, where there is too little for a run. */
async function shapeOf(session: Session, datasetId: number, settings: RunSettings): Promise<RunShape> {
  const dataset = getDataset(session.workspace.db, datasetId);
  const { lines, customers } = dataset;
  const labelled = labelsAreKnown(dataset, settings) ? customers : 0;
  try {
    const subject = { datasetId, ...featureChoice(settings) };
    return { lines, labelled, ...(await session.explorer.ask(subject, 'measureShape', {})) };
  } catch (thrown) {
    if (AppError.from(thrown).code !== 'insufficient_data') throw thrown;
    return { lines, customers, features: usualFeatures, labelled };
  }
}

/** The layers that tuning chose last, by preset. */
function tunedBefore({ workspace: { db } }: Session, datasetId: number): Partial<Record<Preset, readonly number[]>> {
  const ready = listRuns(db).filter((run) => run.datasetId === datasetId && run.status === 'ready');
  const tuned: Partial<Record<Preset, readonly number[]>> = {};
  for (const preset of presets) {
    const last = ready.findLast(({ settings }) => settings.preset === preset && settings.network === null);
    const layers = last && getRunReport(db, last.id).network?.layers;
    if (layers) tuned[preset] = layers;
  }
  return tuned;
}
