/** Settings of the open workspace, and who wants to hear of them: windows that show the same one stay alike. */
import { settingKeys, type SettingKey, type SettingValue } from '../../shared/contract.ts';
import type { Workspace } from './workspace/open.ts';
import { getSetting, setSetting } from './workspace/settings.ts';

/** A setting of the workspace, or of one of its data sets. */
export interface SettingPlace {
  key: SettingKey;
  datasetId?: number | undefined;
}

export interface SettingStore {
  /** null where nothing was saved. */
  get: (place: SettingPlace) => SettingValue;
  /** Saves, then tells all who watch. null removes. */
  save: (place: SettingPlace, value: SettingValue) => void;
  /** Calls with the value now and after every save. */
  watch: (place: SettingPlace, emit: (value: SettingValue) => void) => () => void;
  /** Removes all settings of a data set that is gone. */
  forget: (datasetId: number) => void;
}

export function createSettingStore({ db }: Workspace): SettingStore {
  const watchers = new Map<string, Set<(value: SettingValue) => void>>();
  const nameOf = ({ key, datasetId }: SettingPlace): string => (datasetId === undefined ? key : `${key}:${datasetId}`);
  const get = (place: SettingPlace): SettingValue => getSetting<SettingValue>(db, nameOf(place)) ?? null;
  const save = (place: SettingPlace, value: SettingValue): void => {
    setSetting(db, nameOf(place), value ?? undefined);
    for (const emit of watchers.get(nameOf(place)) ?? []) emit(value);
  };
  return {
    get,
    save,
    forget: (datasetId) => {
      for (const key of settingKeys) save({ key, datasetId }, null);
    },
    watch: (place, emit) => {
      const emitters = watchers.get(nameOf(place)) ?? new Set();
      watchers.set(nameOf(place), emitters.add(emit));
      emit(get(place));
      return () => emitters.delete(emit);
    },
  };
}
