/** The state of adjusting and of strategy notes, over a real engine: two windows, a reload, a failing disk. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppState } from '../../renderer/app.svelte.ts';
import { formatClock } from '../../renderer/features/results/clock.ts';
import { suggestedFields } from '../../renderer/features/results/suggestion.ts';
import { undoKey } from '../../renderer/features/adjust/undo-keys.ts';
import { AppError } from '../../shared/errors.ts';
import { revisionSentence } from '../../shared/language/adjust.ts';
import type { Client } from '../../shared/protocol.ts';
import { emptyFields } from '../../shared/strategy-note.ts';
import { startEngine, tabMemory, testHost, type TestEngine } from './engine.ts';

let engine: TestEngine;
let memory: Memory;

/** Notes in a tab's memory that the engine has not confirmed. */
const unconfirmed = (tab: Memory): string[] => [...tab.keys()].filter((key) => key.startsWith('clientele.notes'));

/** A tab's memory that shows what it holds. */
type Memory = ReturnType<typeof tabMemory> & { keys: () => Iterable<string> };
function openMemory(): Memory {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    keys: () => kept.keys(),
  };
}

const until = (condition: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 60_000, interval: 10 });

async function openWindow(kept = tabMemory(), client = engine.connect()): Promise<AppState> {
  const app = new AppState(client, testHost(kept), () => {});
  await app.session.start();
  return app;
}

beforeAll(async () => {
  engine = startEngine();
  const app = await openWindow();
  app.train.preset = 'fast';
  await app.welcome.load();
  await app.trySample('Sample shop');
  await until(() => app.session.report !== null);
  app.session.client.close();
});
afterAll(() => engine.close());

describe('adjusting', () => {
  it('merges what is chosen, tells every window, and goes back and forth', async () => {
    const [app, other] = [await openWindow(), await openWindow()];
    const { adjust } = app;
    await until(() => adjust.history.length === 1 && other.adjust.history.length === 1);
    expect(adjust.canUndo).toBe(false);
    const [a, b, c] = adjust.segments;
    const before = adjust.segments.length;
    adjust.toggle(a!.id);
    await until(() => adjust.rules?.segment === a!.id);
    expect(adjust.rules!.list.length).toBeGreaterThan(3);
    adjust.toggle(b!.id);
    adjust.toggle(c!.id);
    adjust.toggle(c!.id);
    expect(adjust.chosen.map(({ id }) => id)).toEqual([a!.id, b!.id]);
    const merging = adjust.merge();
    expect(adjust.busy).toBe(true);
    // A second change has to wait.
    expect(await adjust.split(c!.id, 2)).toBe(false);
    await until(() => other.adjust.busy);
    expect(await merging).toBe(true);
    await until(() => adjust.segments.length === before - 1 && other.adjust.segments.length === before - 1);
    expect(adjust.chosen).toEqual([]);
    expect(adjust.busy).toBe(false);
    await until(() => adjust.history.length === 2 && other.adjust.history.length === 2);
    expect(revisionSentence(adjust.history[1]!, adjust.history[0]!, 'en')).toMatch(
      /^Merged .+ and .+: separation (stays )?−?0\.\d\d/,
    );
    // The other window takes it back; this one sees it and makes it again.
    await other.adjust.undo();
    await until(() => adjust.segments.length === before && adjust.canRedo);
    await adjust.redo();
    await until(() => other.adjust.segments.length === before - 1);
    await until(() => adjust.history.length === 2 && adjust.history[1]!.current);
    await adjust.revert(0);
    await until(() => adjust.segments.length === before && other.adjust.history[0]!.current);
    expect(adjust.error).toBeNull();
    other.session.client.close();
  });

  it('says why something cannot be done, and that is gone with the next change', async () => {
    const app = await openWindow();
    const { adjust } = app;
    await until(() => adjust.history.length > 0);
    expect(await adjust.lock(adjust.segments[0]!.id, true)).toBe(true);
    await until(() => adjust.segments[0]!.locked);
    expect(await adjust.split(adjust.segments[0]!.id, 2)).toBe(false);
    expect(adjust.error?.details.reason).toBe('segment_locked');
    expect(await adjust.rename(adjust.segments[1]!.id, ' My own ')).toBe(true);
    expect(adjust.error).toBeNull();
    await until(() => adjust.segments[1]!.name === 'My own');
    expect(await adjust.rename(adjust.segments[2]!.id, 'my OWN')).toBe(false);
    expect(adjust.error?.details.reason).toBe('name_taken');
    await adjust.rename(adjust.segments[1]!.id, '');
    await until(() => adjust.segments[1]!.name === null);
    // For the page that lets people brush customers.
    const { report } = app.session;
    const to = adjust.segments[2]!;
    const rows = report!.map!.rows.filter((_, i) => report!.mapSegments![i] === 1).slice(0, 7);
    expect(await adjust.moveRows(rows, to.id)).toBe(true);
    await until(() => adjust.segments.find(({ id }) => id === to.id)!.size === to.size + 7);
    await adjust.revert(0);
    await until(() => adjust.history[0]!.current);
  });

  it('cancels without an error, and takes Ctrl Z only where nobody writes', async () => {
    const { adjust } = await openWindow();
    await until(() => adjust.history.length > 0);
    const [first] = adjust.segments;
    const splitting = adjust.split(first!.id, 6);
    await until(() => adjust.job !== null);
    await adjust.cancel();
    expect(await splitting).toBe(false);
    expect(adjust.error).toBeNull();
    expect(adjust.segments.map(({ id }) => id)).toContain(first!.id);
    const press = (key: string, more = {}) => undoKey({ key, ctrlKey: true, target: null, ...more } as KeyboardEvent);
    expect([
      press('z'),
      press('Z', { shiftKey: true }),
      press('y'),
      press('x'),
      press('z', { ctrlKey: false }),
    ]).toEqual(['undo', 'redo', 'redo', null, null]);
  });
});

describe('strategy notes', () => {
  it('are saved as they are typed, counted, and seen by the other window', async () => {
    memory = openMemory();
    const [app, other] = [await openWindow(memory), await openWindow()];
    const { note } = app;
    const { id, kind } = app.session.report!.segments[0]!;
    expect(note.noteOf(id)).toEqual({ fields: emptyFields(), text: '' });
    expect(note.standing(id).state).toBe('none');
    note.edit(id, suggestedFields(kind, note.noteOf(id).fields, 'en'));
    expect(suggestedFields(kind, note.noteOf(id).fields, 'en')).toEqual({});
    note.edit(id, { text: 'C' });
    note.edit(id, { text: 'Call', controlGroup: 0.1 });
    expect(note.standing(id).state).toBe('typing');
    expect(note.written).toEqual([id]);
    await until(() => note.standing(id).state === 'saved');
    expect(formatClock(note.standing(id).at, 'en')).toMatch(/^\d\d:\d\d$/);
    await until(() => other.note.noteOf(id).text === 'Call');
    expect(other.note.noteOf(id).fields.controlGroup).toBe(0.1);
    expect(other.note.written).toEqual([id]);
    expect(unconfirmed(memory)).toEqual([]);
    // What is being typed here is not overwritten by what is typed there.
    note.edit(id, { text: 'Call them' });
    other.note.edit(id, { owner: 'Lin' });
    await other.note.flush();
    expect(note.noteOf(id).text).toBe('Call them');
    await note.flush();
    await until(() => other.note.noteOf(id).text === 'Call them');
    expect(note.noteOf(id).fields).toMatchObject({ owner: 'Lin', controlGroup: 0.1 });
    expect(note.owners).toEqual(['Lin']);
    other.session.client.close();
  });

  it('lose nothing when the window is loaded anew before they are saved', async () => {
    const app = await openWindow(memory);
    const { id } = app.session.report!.segments[1]!;
    app.note.edit(id, { offer: 'Early access' });
    app.session.client.close();
    const again = await openWindow(memory);
    await until(() => again.note.standing(id).state === 'saved');
    expect(again.note.noteOf(id).fields.offer).toBe('Early access');
    expect(unconfirmed(memory)).toEqual([]);
    const third = await openWindow();
    await until(() => third.note.noteOf(id).fields.offer === 'Early access');
  });

  it('stay, with the reason, while the disk fails, and are saved when it works again', async () => {
    let full = true;
    const real = engine.connect();
    const failing: Client = {
      ...real,
      request: (name, params, signal) =>
        full && name === 'note.save'
          ? Promise.reject(new AppError('storage', { reason: 'disk_full' }))
          : real.request(name, params, signal),
    };
    const kept = openMemory();
    const app = await openWindow(kept, failing);
    const { id } = app.session.report!.segments[2]!;
    app.note.edit(id, { text: 'kept' });
    await app.note.flush();
    expect(app.note.error?.details.reason).toBe('disk_full');
    expect(app.note.standing(id).state).toBe('failed');
    expect(app.note.noteOf(id).text).toBe('kept');
    expect(unconfirmed(kept)).toHaveLength(1);
    full = false;
    await app.note.flush();
    expect(app.note.error).toBeNull();
    expect(app.note.standing(id).state).toBe('saved');
    expect(unconfirmed(kept)).toEqual([]);
  });

  it('are saved before the workspace is closed', async () => {
    const app = await openWindow();
    const { id } = app.session.report!.segments[3]!;
    app.note.edit(id, { kpi: 'Orders' });
    await app.closeWorkspace();
    const { welcome } = app;
    await welcome.open(welcome.known.find(({ name }) => name === 'Sample shop')!);
    await until(() => app.note.noteOf(id).fields.kpi === 'Orders');
  });
});
