/** Migrates the workspace in argv[2], and stops to be killed when all is done but nothing committed. */
import { writeSync } from 'node:fs';
import { revisions } from '../../../electron/engine/workspace/migrations/0002-revisions.ts';
import { migrations } from '../../../electron/engine/workspace/migrations/migrations.ts';
import { openWorkspace } from '../../../electron/engine/workspace/open.ts';

const upToRevisions = migrations.slice(0, migrations.indexOf(revisions) + 1);
openWorkspace(
  process.argv[2]!,
  { key: { kind: 'passphrase', passphrase: 'secret' } },
  {
    migrations: upToRevisions.with(-1, (db) => {
      revisions(db);
      writeSync(1, 'migrated, not committed\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
    }),
  },
);
