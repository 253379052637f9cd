/** The map of a run: some customers are embedded, the others placed among them. */
import type { MapPoints, RunSettings } from '../../../shared/domain.ts';
import { mapPlans, placedAtOnce } from '../segmentation/presets.ts';
import type { Matrix } from '../ml/types.ts';
import type { JobContext } from './job-context.ts';
import type { RunOptions } from './pool.ts';

/** Lets whoever plans the work know of a task by its key. */
type FollowTask = (key: string, also: Pick<RunOptions, 'onProgress'>) => Partial<RunOptions>;

/** Of the progress, the embedding has this share. */
const embeddingShare = 0.8;

/**
 * Draws up to 100,000 customers. As many as the preset allows are embedded; each of the others is placed by its
 * nearest embedded neighbours, which moves nothing, so that the result is the same on any number of threads.
 * @returns embedded points first, then those placed. Null where no map is wanted.
 */
export async function drawMap(
  space: Matrix,
  settings: Pick<RunSettings, 'map' | 'preset' | 'seed'>,
  { pool, cancel }: Pick<JobContext, 'pool' | 'cancel'>,
  report: (share: number) => void,
  follow: FollowTask = (_key, also) => also,
): Promise<MapPoints | null> {
  const { map: kind, preset, seed } = settings;
  if (kind === 'none') return null;
  const { embedded: most, drawn: mostDrawn } = mapPlans[preset];
  // A projection costs a multiplication a customer: everybody has a place of their own.
  const embed = kind === 'pca' ? mostDrawn : most;
  const map = await pool.run(
    'mapCustomers',
    { space, kind, embed, draw: mostDrawn, seed },
    { cancel, ...follow(`mapCustomers:${kind}`, { onProgress: (share) => report(share * embeddingShare) }) },
  );
  const { embedded, x, y, rows } = map;
  const left = rows.length - embedded;
  if (left === 0) return map;
  const embedding = new Float32Array(2 * embedded);
  for (let i = 0; i < embedded; i++) {
    embedding[2 * i] = x[i]!;
    embedding[2 * i + 1] = y[i]!;
  }
  const fixed = rows.slice(0, embedded);
  let done = 0;
  const starts = Array.from({ length: Math.ceil(left / placedAtOnce) }, (_, i) => embedded + i * placedAtOnce);
  await Promise.all(
    starts.map(async (start) => {
      const place = rows.slice(start, start + placedAtOnce);
      const places = await pool.run(
        'placeCustomers',
        { space, embedded: fixed, embedding, place, seed },
        { cancel, ...follow('placeCustomers', {}) },
      );
      for (let i = 0; i < place.length; i++) {
        x[start + i] = places[2 * i]!;
        y[start + i] = places[2 * i + 1]!;
      }
      report(embeddingShare + (1 - embeddingShare) * (++done / starts.length));
    }),
  );
  return map;
}
