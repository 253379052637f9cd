/** Copies the latest run of the sample workspace with a map of many made-up dots, as a shop of that size would have. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../electron/engine/ml/random.ts';
import { getMemberships } from '../../electron/engine/workspace/memberships.ts';
import { getModel } from '../../electron/engine/workspace/models.ts';
import { openWorkspace } from '../../electron/engine/workspace/open.ts';
import { createRun, finishRun, getRunReport, listRuns, racedMethods } from '../../electron/engine/workspace/runs.ts';

/** The workspace must be closed. `folder` is that of the test's window. */
export function enlargeMap(folder: string, dots: number): void {
  const home = join(folder, 'home');
  const file = readdirSync(home, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.clientele'))!;
  const workspace = openWorkspace(join(home, file), { key: { kind: 'local', configFolder: join(folder, 'config') } });
  try {
    const { db } = workspace;
    const from = listRuns(db).findLast(({ status }) => status === 'ready')!.id;
    const report = getRunReport(db, from);
    const { segments, customers, method } = getMemberships(db, from);
    const { settings, dataset } = report;
    const runId = createRun(db, { datasetId: dataset.id, settings, createdAt: Date.now() });
    const map = report.map!;
    const random = new Random(1);
    const sources = Int32Array.from({ length: dots }, (_, i) => i % map.x.length);
    const spread = (values: Float32Array): Float32Array => {
      const room = Math.max(...values) - Math.min(...values);
      return Float32Array.from(sources, (dot) => values[dot]! + 0.02 * room * random.normal());
    };
    finishRun(db, {
      runId,
      report: {
        ...report,
        map: {
          ...map,
          x: spread(map.x),
          y: spread(map.y),
          rows: sources.map((dot) => map.rows[dot]!),
          embedded: 6000,
          sampledFrom: dots,
        },
        mapSegments: sources.map((dot) => report.mapSegments![dot]!),
      },
      customers,
      segments,
      method,
      model: getModel(db, from),
      raced: racedMethods(db, from),
    });
  } finally {
    workspace.close();
  }
}
