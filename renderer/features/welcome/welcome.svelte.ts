/** The welcome page: workspaces to open, a new one to make, and the two ways to begin. */
import type { KnownWorkspace, WorkspaceStatus } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Session } from '../../session.svelte.ts';

/** Reasons for which another key than this computer's has to be asked for. */
const needsAnotherKey = new Set(['no_such_slot', 'local_key_missing', 'wrong_local_key', 'system_key_unavailable']);

export class WelcomeState {
  known = $state.raw<KnownWorkspace[]>([]);
  /** Name of the workspace to make. */
  name = $state('');
  withPassphrase = $state(false);
  passphrase = $state('');
  /** The workspace whose passphrase is asked for. */
  asking = $state.raw<KnownWorkspace | null>(null);
  answer = $state('');
  useRecoveryKey = $state(false);
  busy = $state(false);
  error = $state.raw<AppError | null>(null);
  /** Where the error belongs. */
  errorAt = $state<'create' | 'open' | 'begin'>('begin');
  /** To be shown once, then forgotten. */
  recoveryKey = $state<string | null>(null);

  /** Called when a workspace was opened to look at what it holds. */
  onOpen: () => void = () => {};

  readonly #session: Session;
  /** What to do once the recovery key has been seen. */
  #afterKey: (() => Promise<void> | void) | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  async load(): Promise<void> {
    await this.#attempt('open', async () => {
      this.known = await this.#session.client.request('workspace.list', {});
    });
  }

  /** Opens with this computer's key; asks for the passphrase where that does not fit. */
  async open(workspace: KnownWorkspace): Promise<void> {
    await this.#attempt('open', async () => {
      this.asking = null;
      try {
        await this.#enter(
          this.#session.client.request('workspace.open', { path: workspace.file, key: { kind: 'local' } }),
        );
        this.onOpen();
      } catch (thrown) {
        const error = AppError.from(thrown);
        if (!needsAnotherKey.has(error.details.reason ?? '')) throw error;
        this.answer = '';
        this.useRecoveryKey = false;
        this.asking = workspace;
      }
    });
  }

  /** Opens with the passphrase, or the recovery key, that was asked for. */
  async unlock(): Promise<void> {
    const { asking, answer } = this;
    if (!asking) return;
    await this.#attempt('open', async () => {
      const key = this.useRecoveryKey
        ? { kind: 'recovery' as const, key: answer.trim() }
        : { kind: 'passphrase' as const, passphrase: answer };
      if (answer === '') throw new AppError('invalid_input', { reason: 'passphrase_empty' });
      await this.#enter(this.#session.client.request('workspace.open', { path: asking.file, key }));
      this.asking = null;
      this.answer = '';
      this.onOpen();
    });
  }

  /** Makes a workspace as the form says and goes on with `next` in it. */
  async create(defaultName: string, next: () => Promise<void> | void = this.onOpen): Promise<void> {
    await this.#attempt('create', async () => {
      const name = this.name.trim() || this.#freeName(defaultName);
      if (this.withPassphrase && this.passphrase === '') {
        throw new AppError('invalid_input', { reason: 'passphrase_empty' });
      }
      const key = this.withPassphrase
        ? { kind: 'passphrase' as const, passphrase: this.passphrase }
        : { kind: 'local' as const };
      const made = await this.#session.client.request('workspace.create', { path: `workspace:${name}`, key });
      this.name = this.passphrase = '';
      this.withPassphrase = false;
      await this.#session.enter(made);
      if (made.recoveryKey === null) return next();
      this.#afterKey = next;
      this.recoveryKey = made.recoveryKey;
    });
  }

  /** The recovery key has been written down. */
  async keyNoted(): Promise<void> {
    this.recoveryKey = null;
    const next = this.#afterKey;
    this.#afterKey = null;
    await next?.();
  }

  /** Opens the sample workspace, or makes it and calls `fill` in it. */
  async sample(name: string, fill: () => Promise<void>): Promise<void> {
    await this.#attempt('begin', async () => {
      const { client } = this.#session;
      const known = this.known.find((workspace) => workspace.name === name);
      try {
        if (known) {
          await this.#enter(client.request('workspace.open', { path: known.file, key: { kind: 'local' } }));
          if (!this.#session.report && !this.#session.activeJob) await fill();
          return;
        }
      } catch (thrown) {
        // One of this name with another key is somebody's own: the sample gets a name beside it.
        if (!needsAnotherKey.has(AppError.from(thrown).details.reason ?? '')) throw thrown;
      }
      const path = `workspace:${this.#freeName(name)}`;
      await this.#enter(client.request('workspace.create', { path, key: { kind: 'local' } }));
      await fill();
    });
  }

  async #enter(opening: Promise<WorkspaceStatus>): Promise<void> {
    await this.#session.enter(await opening);
  }

  #freeName(name: string): string {
    const taken = this.known.map((workspace) => workspace.name);
    if (!taken.includes(name)) return name;
    let number = 2;
    while (taken.includes(`${name} ${number}`)) number++;
    return `${name} ${number}`;
  }

  async #attempt(at: 'create' | 'open' | 'begin', action: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await action();
    } catch (thrown) {
      this.error = AppError.from(thrown);
      this.errorAt = at;
    } finally {
      this.busy = false;
    }
  }
}
