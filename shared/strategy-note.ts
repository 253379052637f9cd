/** What a marketer plans for a segment. */
export const textFields = ['objective', 'offer', 'timing', 'frequencyCap', 'owner', 'kpi'] as const;
export type TextField = (typeof textFields)[number];

export interface StrategyFields extends Record<TextField, string> {
  channels: string[];
  /** Share of the segment that is left alone, to compare with; null: none. */
  controlGroup: number | null;
}

export interface StrategyNote {
  runId: number;
  /** `SegmentProfile.id`. */
  segment: number;
  fields: StrategyFields;
  text: string;
  /** Milliseconds since 1970, UTC. */
  updatedAt: number;
}

/** Longest field, channel and text, in characters, and the most channels. */
export const noteLimits = { field: 500, channel: 60, channels: 20, text: 20_000 } as const;

export function emptyFields(): StrategyFields {
  return {
    ...{ objective: '', offer: '', channels: [], timing: '', frequencyCap: '', owner: '', kpi: '' },
    controlGroup: null,
  };
}

/** Whether nothing is written in a note. */
export function isBlank({ fields, text }: Pick<StrategyNote, 'fields' | 'text'>): boolean {
  return (
    text.trim() === '' &&
    textFields.every((field) => fields[field].trim() === '') &&
    fields.channels.length === 0 &&
    fields.controlGroup === null
  );
}

/** How many customers a control group of this share holds. */
export function controlGroupSize(share: number, customers: number): number {
  return Math.round(share * customers);
}
