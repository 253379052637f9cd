/** Where the labels of a data set's customers could come from. */
import { mostSegments } from './adjustment.ts';
import type { DatasetSummary, RunSettings } from './domain.ts';

type Files = Pick<DatasetSummary, 'files'>;

/** Whether the data set itself came with known labels: a column, or a file of its own. */
export function hasLabels({ files }: Files): boolean {
  return files.some(({ truth, columns }) => truth !== undefined || columns.some(({ role }) => role === 'label'));
}

/** Whether supervised methods have something to learn. */
export function labelsAreKnown(dataset: Files, { labels }: Pick<RunSettings, 'labels'>): boolean {
  return labels !== undefined || hasLabels(dataset);
}

/** Columns of customers' tables whose few texts could be labels, by the ids that `RunSettings.labels` takes. */
export function labelColumns({ files }: Files): { id: string; name: string }[] {
  return files
    .filter(({ kind }) => kind === 'attributes')
    .flatMap(({ columns }) =>
      columns.filter(
        ({ role, profile }) =>
          role === 'attribute' &&
          profile?.type === 'text' &&
          profile.distinct !== null &&
          profile.distinct >= 2 &&
          profile.distinct <= mostSegments,
      ),
    )
    .map(({ name }) => ({ id: `attributes:${name}`, name }));
}
