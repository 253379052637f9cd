/** Says what opening a workspace for writing throws: node try-program.ts PATH. */
import { AppError } from '../../../shared/errors.ts';
import { openWorkspace } from '../../../electron/engine/workspace/open.ts';

try {
  openWorkspace(process.argv[2]!, { key: { kind: 'passphrase', passphrase: 'child' } }).close();
  console.log('opened');
} catch (thrown) {
  const { code, details } = AppError.from(thrown);
  console.log(`${code} ${details.reason}`);
}
