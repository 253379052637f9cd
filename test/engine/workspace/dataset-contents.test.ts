/** The content of a data set takes the place of another in one step, or not at all. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Addition } from '../../../shared/additions.ts';
import { listAudit } from '../../../electron/engine/workspace/audit-log.ts';
import {
  contentVersion,
  createContent,
  discardContent,
  isBeingChanged,
  replaceContent,
} from '../../../electron/engine/workspace/dataset-contents.ts';
import type { WorkspaceDatabase } from '../../../electron/engine/workspace/database.ts';
import {
  createDataset,
  getDataset,
  listDatasets,
  loadDictionaries,
  loadOrders,
  saveCurrency,
  storeDataset,
} from '../../../electron/engine/workspace/datasets.ts';
import { interruptOrphans } from '../../../electron/engine/workspace/jobs.ts';
import { createTemporaryWorkspace, type Workspace } from '../../../electron/engine/workspace/open.ts';
import { appendOrderBlock } from '../../../electron/engine/workspace/order-blocks.ts';
import { createRun, deleteRun, getRun } from '../../../electron/engine/workspace/runs.ts';
import { verifyWorkspace } from '../../../electron/engine/workspace/verify.ts';
import { closeLater, errorOf, someSettings } from './fixtures.ts';
import { importedDataset, makeOrderLines } from './order-lines.ts';

let workspace: Workspace;
let db: WorkspaceDatabase;
let datasetId: number;

const addition: Addition = {
  ...{ how: 'replace', at: 5, files: ['new.csv'], of: 'lines', read: 90, known: 0, added: 90, updated: 0 },
};

function fill(id: number, count: number, planted: string, then?: () => void): void {
  const lines = makeOrderLines(count);
  appendOrderBlock(db, id, lines);
  storeDataset(db, importedDataset(id, lines, planted), then);
}

beforeEach(() => {
  workspace = closeLater(createTemporaryWorkspace());
  ({ db } = workspace);
  datasetId = createDataset(db, { name: 'Shop' });
  fill(datasetId, 60, 'before');
});

describe('a content', () => {
  it('is hidden until it takes the place of another, and alone at it', () => {
    const contentId = createContent(db, datasetId);
    expect(listDatasets(db).map(({ id }) => id)).toEqual([datasetId]);
    expect(isBeingChanged(db, datasetId)).toBe(true);
    expect(errorOf(() => createContent(db, datasetId)).reason).toBe('dataset_busy');
    expect(errorOf(() => createContent(db, contentId)).reason).toBe('no_such_dataset');
    saveCurrency(db, datasetId, 'GBP');
    fill(contentId, 90, 'after', () => replaceContent(db, { datasetId, contentId, version: 0, addition }));
    expect(getDataset(db, datasetId)).toMatchObject({
      ...{ id: datasetId, name: 'Shop', lines: 90, version: 1, currency: 'GBP', additions: [addition] },
    });
    expect(loadOrders(db, datasetId).lines.count).toBe(90);
    expect(JSON.stringify(loadDictionaries(db, datasetId))).toContain('after');
    expect(db.prepare('SELECT count(*) FROM datasets').pluck().get()).toBe(1);
    expect(listAudit(db)[0]!.action).toBe('dataset.changed');
    expect(verifyWorkspace(workspace).problems).toEqual([]);
  });

  it('leaves all as it was where the step fails, is thrown away, or its writer dies', () => {
    const before = getDataset(db, datasetId);
    const contentId = createContent(db, datasetId);
    const late = (): void => replaceContent(db, { datasetId, contentId, version: 7, addition });
    expect(errorOf(() => fill(contentId, 90, 'after', late)).reason).toBe('dataset_busy');
    const full = (): void => {
      replaceContent(db, { datasetId, contentId, version: 0, addition });
      throw new Error('the disk is full');
    };
    expect(() => storeDataset(db, importedDataset(contentId, makeOrderLines(90), 'after'), full)).toThrow();
    expect(getDataset(db, datasetId)).toEqual(before);
    expect(loadOrders(db, datasetId).lines.count).toBe(60);
    expect(discardContent(db, datasetId)).toBe(false);
    expect(discardContent(db, contentId)).toBe(true);
    createContent(db, datasetId);
    interruptOrphans(db);
    expect(isBeingChanged(db, datasetId)).toBe(false);
    expect(getDataset(db, datasetId)).toEqual(before);
    expect(verifyWorkspace(workspace).problems).toEqual([]);
  });

  it('stays for the runs that were made of it, and goes with the last of them', () => {
    const run = (): number => createRun(db, { datasetId, settings: someSettings, createdAt: 1 });
    const runs = [run(), run()];
    for (const count of [90, 120]) {
      const contentId = createContent(db, datasetId);
      const version = contentVersion(db, datasetId);
      fill(contentId, count, `of ${count}`, () => replaceContent(db, { datasetId, contentId, version, addition }));
    }
    const earlier = getRun(db, runs[0]!).contentId;
    expect(earlier).not.toBe(datasetId);
    expect(getRun(db, runs[1]!).contentId).toBe(earlier);
    // Nobody made a run of the second content.
    expect(db.prepare('SELECT count(*) FROM datasets').pluck().get()).toBe(2);
    expect(loadOrders(db, earlier).lines.count).toBe(60);
    expect(getDataset(db, earlier)).toMatchObject({ id: datasetId, lines: 60 });
    expect(loadOrders(db, datasetId).lines.count).toBe(120);
    // One made beside the first, as another method's segments are, is of the same content.
    const beside = createRun(db, { datasetId, contentId: earlier, settings: someSettings, createdAt: 2 });
    expect(getRun(db, run()).contentId).toBe(datasetId);
    for (const id of runs) deleteRun(db, id);
    expect(loadOrders(db, earlier).lines.count).toBe(60);
    deleteRun(db, beside);
    expect(db.prepare('SELECT count(*) FROM datasets').pluck().get()).toBe(1);
    expect(verifyWorkspace(workspace).problems).toEqual([]);
  });
});
