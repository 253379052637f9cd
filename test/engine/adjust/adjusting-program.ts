/** Splits a segment of a workspace, to be killed on the way: node adjusting-program.ts FOLDER RUN SEGMENT. */
import { join } from 'node:path';
import { createEngine } from '../../../electron/engine/engine.ts';
import { connect, memoryPorts } from '../../../shared/protocol.ts';

const [folder = '', run = '', segment = ''] = process.argv.slice(2);
const [clientPort, enginePort] = memoryPorts();
createEngine({
  workers: 2,
  configFolder: join(folder, 'config'),
  resolveFile: (file) => join(folder, file),
  onFailure: (error) => console.error(error),
}).attach(enginePort);
const client = connect(clientPort);
await client.request('workspace.open', { path: 'w.clientele', key: { kind: 'local' } });
await client.request('segment.adjust', {
  runId: Number(run),
  action: { kind: 'split', segment: Number(segment), into: 6 },
});
console.log('adjusting');
client.subscribe('jobs', {}, (jobs) => {
  const job = jobs.findLast(({ kind }) => kind === 'adjust');
  if (job?.status === 'succeeded') console.log('done');
});
