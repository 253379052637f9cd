/** Migrates the workspace in argv[2], and stops to be killed when all is done but nothing committed. */
import { writeSync } from 'node:fs';
import { migrations } from '../../../electron/engine/workspace/migrations/migrations.ts';
import { openWorkspace } from '../../../electron/engine/workspace/open.ts';

openWorkspace(
  process.argv[2]!,
  { key: { kind: 'passphrase', passphrase: 'secret' } },
  {
    migrations: [
      migrations[0]!,
      (db) => {
        migrations[1]!(db);
        writeSync(1, 'migrated, not committed\n');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
      },
    ],
  },
);
