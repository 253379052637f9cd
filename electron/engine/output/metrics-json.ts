/** `metrics.json`: the figures of a run for other programs. */
import type { PartitionScores, RunReport } from '../../../shared/domain.ts';
import { featureChoice } from '../../../shared/settings.ts';

/** What only the host knows. */
export interface MetricsExtra {
  /** Version of the application. */
  version: string;
  command: string;
  peakMemoryMb: number;
}

type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/**
 * Indented JSON as the product description defines it; figures that are not finite numbers become null. `stability` and
 * `futureValue` (share of later spend explained) are means, their intervals stand with each method in `methods`. Where
 * labels are known, `accuracy`, `nmi` and `ari` compare with them, in `methods` as well; methods that learn labels have `supervised`, cross-validated, and `knownLabels`
 * says what they learned. Where segments were adjusted by hand, the figures are theirs, and `adjustment` says what was done and how it was before.
 */
export function metricsJson(report: RunReport, extra: MetricsExtra): string {
  const winner = report.scoreboard.find(({ method }) => method === report.method) ?? null;
  const { adjustment } = report;
  const reshaped = adjustment?.reshaped ? adjustment : null;
  const sample = report.dataset.files.find((file) => file.sample)?.sample;
  const rejected = report.dataset.files.reduce((sum, file) => sum + file.rejected, 0);
  const json = {
    version: extra.version,
    command: extra.command,
    seed: report.settings.seed,
    backend: report.backend,
    data: {
      rows: report.dataset.files.reduce((sum, file) => sum + file.lines, 0),
      rejected,
      ...(sample ? { sample: { share: sample.share, seed: sample.seed } } : {}),
      customers: report.customers,
      products: report.dataset.products,
      orders: report.dataset.orders,
      features: report.features.filter(({ inUse }) => inUse).length,
    },
    featureChoice: featureChoice(report.settings),
    method: report.method,
    segments: report.nSegments,
    metrics: {
      ...measures(reshaped ? reshaped.now : (winner?.common ?? null)),
      // What was measured of the computed segments does not hold for those made by hand.
      ownSpace: measures(reshaped ? null : (winner?.own ?? null)),
      stability: reshaped ? null : (winner?.stability?.mean ?? null),
      ...(winner?.futureValue && !reshaped ? { futureValue: winner.futureValue.spend.mean } : {}),
      ...(winner?.external && !reshaped ? winner.external : {}),
    },
    ...(adjustment?.steps
      ? {
          adjustment: {
            steps: adjustment.steps,
            reshaped: adjustment.reshaped,
            actions: adjustment.actions.map(({ kind }) => kind),
            before: { segments: adjustment.before.nSegments, ...measures(adjustment.before.scores) },
          },
        }
      : {}),
    methods: report.scoreboard.map(({ external, ...score }) => ({ ...score, ...(external ?? {}) })),
    ...(report.absent?.length ? { notRaced: report.absent } : {}),
    ...(report.forecast ? { forecastCheck: report.forecast } : {}),
    ...(report.known ? { knownLabels: report.known } : {}),
    ...(report.network
      ? {
          network: {
            layers: report.network.layers,
            noise: report.network.noise ?? null,
            ...(report.network.noiseKind ? { noiseKind: report.network.noiseKind } : {}),
            learningRate: report.network.learningRate ?? null,
            reconstructionLoss: report.network.reconstructionLoss,
            trials: report.network.trials,
          },
        }
      : {}),
    ...(report.synthetic ? { synthetic: report.synthetic } : {}),
    seconds: report.seconds,
    peakMemoryMb: extra.peakMemoryMb,
  };
  return `${JSON.stringify(withoutNaN(json), null, 2)}\n`;
}

function measures(scores: PartitionScores | null): Record<string, number | null> {
  return {
    silhouette: scores?.silhouette ?? null,
    silhouetteSample: scores?.silhouetteSample ?? null,
    daviesBouldin: scores?.daviesBouldin ?? null,
    calinskiHarabasz: scores?.calinskiHarabasz ?? null,
  };
}

function withoutNaN(value: unknown): JsonValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(withoutNaN);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutNaN(entry)]));
  }
  return value as JsonValue;
}
