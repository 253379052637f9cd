import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Per-user folder for the local key and the calibration: CLIENTELE_CONFIG, or the system's usual place. */
export function configFolder(): string {
  const { env, platform } = process;
  if (env.CLIENTELE_CONFIG) return resolve(env.CLIENTELE_CONFIG);
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Clientele');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Clientele');
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'clientele');
}

/** Where the user's workspaces lie: CLIENTELE_HOME, or the folder Clientele of their home. */
export function dataFolder(): string {
  return resolve(process.env.CLIENTELE_HOME ?? join(homedir(), 'Clientele'));
}
