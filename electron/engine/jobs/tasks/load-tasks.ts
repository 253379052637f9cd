import { tasks, type TaskName } from '../tasks.ts';

/** Loads what other tasks need, so that the thread begins with them at once. */
export async function run({ names }: { names: TaskName[] }): Promise<null> {
  await Promise.all(names.map((name) => tasks[name]()));
  return null;
}
