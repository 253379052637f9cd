/** Makes a temporary workspace, or opens one for writing, and holds it: node holding-program.ts [PATH]. */
import { createTemporaryWorkspace, openWorkspace } from '../../../electron/engine/workspace/open.ts';
import { setSetting } from '../../../electron/engine/workspace/settings.ts';

const [path] = process.argv.slice(2);
const workspace = path
  ? openWorkspace(path, { key: { kind: 'passphrase', passphrase: 'child' } })
  : createTemporaryWorkspace();
setSetting(workspace.db, 'held', true);
console.log(workspace.path);
process.stdin.once('data', () => process.exit(0));
