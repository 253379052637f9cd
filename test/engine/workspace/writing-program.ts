/** Writes to a workspace until it is killed: node writing-program.ts PATH; or rekeys it over and over with --rekey. */
import { addKeySlot } from '../../../electron/engine/workspace/keys.ts';
import { createDataset, deleteDataset, storeDataset } from '../../../electron/engine/workspace/datasets.ts';
import { createJob, updateJob } from '../../../electron/engine/workspace/jobs.ts';
import { openWorkspace } from '../../../electron/engine/workspace/open.ts';
import { appendOrderBlock } from '../../../electron/engine/workspace/order-blocks.ts';
import { rekey } from '../../../electron/engine/workspace/rekey.ts';
import { importedDataset, makeOrderLines } from './order-lines.ts';

const [path = '', mode = ''] = process.argv.slice(2);
const key = { kind: 'passphrase', passphrase: 'child' } as const;
const workspace = openWorkspace(path, { key }, { scrypt: { N: 1024, r: 8, p: 1 } });
console.log('open');
const lines = makeOrderLines(20_000);
for (let round = 0; ; round++) {
  if (mode === '--rekey') {
    rekey(workspace, [key], { recovery: false });
    addKeySlot(workspace, key);
    continue;
  }
  const { db } = workspace;
  const datasetId = createDataset(db, { name: 'Müller GmbH PLANTED-NAME' });
  const job = createJob(db, { kind: 'import', params: { files: ['/home/PLANTED-PATH'] }, subjectId: datasetId });
  updateJob(db, { ...job, status: 'running', stage: 'store', progress: 0.5 });
  for (let block = 0; block < 3; block++) appendOrderBlock(db, datasetId, lines);
  storeDataset(db, { ...importedDataset(datasetId, lines, 'PLANTED-CUSTOMER'), lines: 3 * lines.count });
  updateJob(db, { ...job, status: 'succeeded', progress: 1 });
  if (round % 2 === 1) deleteDataset(db, datasetId);
  if (round === 2) console.log('written');
}
