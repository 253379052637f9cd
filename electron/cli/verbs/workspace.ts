import { AppError } from '../../../shared/errors.ts';
import { UsageError } from '../arguments.ts';
import { openHost, workspaceOptions } from '../host.ts';
import type { Verb } from '../main.ts';

export const workspaceVerb: Verb = {
  name: 'workspace',
  summary: 'info: what a workspace holds. verify: checks every page, reference and stored array. Neither changes it.',
  positionals: 'info|verify',
  options: workspaceOptions,
  run: async (args, output) => {
    const [action] = args.positionals;
    if (action !== 'info' && action !== 'verify') throw new UsageError("'workspace' takes info or verify");
    const host = await openHost(args, output, { mustExist: true, readOnly: true });
    try {
      const status = await host.client.request('workspace.info', {});
      if (action === 'info') {
        for (const [name, value] of Object.entries(status))
          output.say(`${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`);
        return { command: 'workspace info', ...status };
      }
      const { ok, problems } = await host.client.request('workspace.verify', {});
      if (!ok) throw new AppError('storage', { reason: 'workspace_damaged', problems, count: problems.length });
      output.say('ok');
      return { command: 'workspace verify', ok, problems };
    } finally {
      await host.close();
    }
  },
};
