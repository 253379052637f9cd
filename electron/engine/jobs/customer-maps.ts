/** Maps of the customers, drawn to be looked at before anything is trained, and kept as long as the session. */
import type { FeatureChoice, MapPoints } from '../../../shared/domain.ts';
import type { FeatureMap } from '../../../shared/feature-overview.ts';
import { featureChoice, featureKey } from '../../../shared/settings.ts';
import type { Explorer } from './explorer.ts';
import type { JobContext } from './job-context.ts';
import { drawMap } from './draw-map.ts';
import { createPool, type Pool } from './pool.ts';

/** What a map depends on: the same wish gives the same map. */
export interface MapWish extends FeatureChoice {
  datasetId: number;
  /** Of its content. */
  version: number;
  kind: MapPoints['kind'];
  seed: number;
}

/** A map without the figures that it is asked to carry. */
export type DrawnMap = Omit<FeatureMap, 'figures'>;

/** So many maps are kept; they are drawn again from the same seed when they are wanted once more. */
const keptMaps = 12;
const stageWeights = { prepare: 1, map: 12 };

export interface Maps {
  find: (wish: MapWish) => DrawnMap | null;
  /** The job that draws this map, unless it has ended; else the one that `submit` starts. */
  jobFor: (wish: MapWish, isActive: (jobId: number) => boolean, submit: () => number) => number;
  /** The job: draws a map and keeps it. */
  draw: (wish: MapWish, context: JobContext) => Promise<void>;
  close: () => Promise<void>;
}

export function createMaps(explorer: Explorer): Maps {
  const kept = new Map<string, DrawnMap>();
  const jobs = new Map<string, number>();
  // A person waits for it: it neither stands behind the training nor before the questions to the explorer.
  let thread: Pool | null = null;

  async function compute(wish: MapWish, context: JobContext): Promise<DrawnMap> {
    const { kind, seed } = wish;
    const { cancel } = context;
    const progress = context.plan(stageWeights);
    const subject = { datasetId: wish.datasetId, ...featureChoice(wish) };
    const space = await explorer.ask(subject, 'shareSpace', {}, { cancel });
    progress.done('prepare');
    thread ??= createPool(1);
    const settings = { map: kind, preset: 'balanced', seed } as const;
    const points = (await drawMap(space, settings, { pool: thread, cancel }, progress.part('map')))!;
    const { x, y, rows } = points;
    const clarity = await explorer.ask(subject, 'readMap', { x, y, rows }, { cancel });
    progress.done('map');
    return { ...points, clarity };
  }

  return {
    find: (wish) => kept.get(keyOf(wish)) ?? null,
    jobFor: (wish, isActive, submit) => {
      const known = jobs.get(keyOf(wish));
      if (known !== undefined && isActive(known)) return known;
      const started = submit();
      jobs.set(keyOf(wish), started);
      return started;
    },
    draw: async (wish, context) => {
      kept.set(keyOf(wish), await compute(wish, context));
      for (const oldest of kept.keys()) if (kept.size > keptMaps) kept.delete(oldest);
    },
    close: async () => thread?.close(),
  };
}

function keyOf(wish: MapWish): string {
  return JSON.stringify([wish.datasetId, wish.version, wish.kind, wish.seed, featureKey(wish)]);
}
