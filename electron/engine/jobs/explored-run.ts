import type { DatasetSummary, SegmentProfile } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Recipe } from '../../../shared/orders.ts';
import { featureChoice } from '../../../shared/settings.ts';
import { getDataset } from '../workspace/datasets.ts';
import { getMemberships } from '../workspace/memberships.ts';
import type { Workspace } from '../workspace/open.ts';
import { labelsKey, listSegments } from '../workspace/revisions.ts';
import { getRun, getRunReport } from '../workspace/runs.ts';
import type { Subject } from './explorer.ts';

export interface ExploredRun {
  /** Of the content that the run was made of, which may be an earlier one of its data set. */
  subject: Subject & { run: NonNullable<Subject['run']> };
  dataset: DatasetSummary;
  /** In the order that memberships count by. */
  segments: SegmentProfile[];
}

/** The recipe never changes once a run is ready, and a report is too large to be read for every page. */
const recipes = new WeakMap<Workspace['db'], Map<number, Recipe>>();

function recipeOf(db: Workspace['db'], runId: number): Recipe {
  const known = recipes.get(db) ?? new Map<number, Recipe>();
  recipes.set(db, known);
  const recipe = known.get(runId) ?? getRunReport(db, runId).dataset.recipe;
  known.set(runId, recipe);
  return recipe;
}

/**
 * A finished run as the explorer is asked about it: its data set cleaned as the run had it, the features it left out,
 * and its memberships, under a key that changes with them.
 * @throws AppError not_found (`no_such_run`, `run_not_ready`)
 */
export function exploredRun(db: Workspace['db'], runId: number): ExploredRun {
  const { contentId, settings, status } = getRun(db, runId);
  if (status !== 'ready') throw new AppError('not_found', { reason: 'run_not_ready', run: runId });
  const key = labelsKey(db, runId);
  const labels = (): Int32Array => getMemberships(db, runId).segments;
  return {
    subject: {
      datasetId: contentId,
      ...featureChoice(settings),
      recipe: recipeOf(db, runId),
      run: { key, labels, contentId: () => getRun(db, runId).contentId },
    },
    dataset: getDataset(db, contentId),
    segments: listSegments(db, runId),
  };
}
