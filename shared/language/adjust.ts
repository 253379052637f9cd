/** Changes by hand in words: what was done, why something cannot be done, and how a note's fields are called. */
import type { AdjustmentRecord, RevisionSummary } from '../adjustment.ts';
import type { Language } from '../domain.ts';
import type { ErrorDetails } from '../errors.ts';
import { controlGroupSize, isBlank, textFields, type StrategyNote, type TextField } from '../strategy-note.ts';
import { featureText, formatFeature } from './features.ts';
import { segmentName, segmentNames } from './segments.ts';
import { fill, formatMeasure, formatPercent, joinList } from './sentence.ts';

/** Templates; `test/shared/language` checks that languages have the same keys and figures. */
export const adjustSentences = {
  en: {
    computed: 'As computed',
    merge: 'Merged {names}',
    split: 'Split {name} into {into} parts',
    splitByRule: 'Split {name} by {feature}: below {threshold} ({below}) and from there on ({above})',
    move: 'Moved {customers} customers from {names} to {to}',
    moveBoundary: 'Moved the {customers} customers of {name} nearest to {to}',
    rename: 'Renamed {name} to {newName}',
    renameBack: 'Took the given name off {name}',
    recolour: 'Gave {name} another colour',
    lock: 'Locked {name}',
    unlock: 'Unlocked {name}',
    separationMoved: '{sentence}: separation {before} → {after}',
    separationSame: '{sentence}: separation stays {after}',
    handMade: 'These segments were adjusted by hand.',
    handMadeRead:
      'Separation was {before} in {countBefore} segments as computed and is {after} in {countAfter}. Repetitions, foresight and the race speak of the computed segments.',
    movedNote:
      'Customers moved one by one stay where they were put; new customers follow the rules of the segments alone.',
    controlSize: '{share}, {customers} customers',
  },
  'zh-CN': {
    computed: '原始计算结果',
    merge: '合并{names}',
    split: '将{name}拆分为 {into} 部分',
    splitByRule: '按“{feature}”拆分{name}：低于 {threshold}（{below} 位），以及其余（{above} 位）',
    move: '将 {customers} 位客户从{names}移到{to}',
    moveBoundary: '将{name}中最接近{to}的 {customers} 位客户移到{to}',
    rename: '将{name}改名为{newName}',
    renameBack: '取消{name}的自定名称',
    recolour: '更换{name}的颜色',
    lock: '锁定{name}',
    unlock: '解锁{name}',
    separationMoved: '{sentence}：区分度 {before} → {after}',
    separationSame: '{sentence}：区分度仍为 {after}',
    handMade: '这些细分经过手动调整。',
    handMadeRead:
      '原始计算结果为 {countBefore} 个细分，区分度 {before}；现在为 {countAfter} 个，区分度 {after}。重现率、预见力与方法比较针对的是原始细分。',
    movedNote: '逐个移动的客户保留在所放的细分里；新客户只按各细分的规则归类。',
    controlSize: '{share}，{customers} 位客户',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** What was done, in the names of that time. */
export function adjustmentSentence(record: AdjustmentRecord, language: Language): string {
  const text = adjustSentences[language];
  switch (record.kind) {
    case 'merge':
      return fill(text.merge, { names: segmentNames(record.segments, language) });
    case 'split':
      return fill(text.split, { name: segmentName(record.segment, language), into: record.into });
    case 'splitByRule':
      return fill(text.splitByRule, {
        name: segmentName(record.segment, language),
        feature: featureText(record.feature, language).label,
        threshold: formatFeature(record.threshold, record.unit, language),
        below: record.below,
        above: record.above,
      });
    case 'move':
      return fill(text.move, {
        customers: record.customers,
        names: segmentNames(record.from, language),
        to: segmentName(record.to, language),
      });
    case 'moveBoundary':
      return fill(text.moveBoundary, {
        customers: record.customers,
        name: segmentName(record.from, language),
        to: segmentName(record.to, language),
      });
    case 'rename': {
      const name = segmentName(record.segment, language);
      return record.name === null ? fill(text.renameBack, { name }) : fill(text.rename, { name, newName: record.name });
    }
    case 'recolour':
      return fill(text.recolour, { name: segmentName(record.segment, language) });
    case 'lock':
      return fill(record.locked ? text.lock : text.unlock, { name: segmentName(record.segment, language) });
  }
}

/** A line of the history; where customers moved, with the separation before and after. */
export function revisionSentence(
  revision: RevisionSummary,
  before: RevisionSummary | null,
  language: Language,
): string {
  const text = adjustSentences[language];
  if (!revision.action) return text.computed;
  const sentence = adjustmentSentence(revision.action, language);
  const moved = !['rename', 'recolour', 'lock'].includes(revision.action.kind);
  if (!moved || !before || !Number.isFinite(revision.silhouette)) return sentence;
  const figures = { before: formatMeasure(before.silhouette), after: formatMeasure(revision.silhouette) };
  const template = figures.before === figures.after ? text.separationSame : text.separationMoved;
  return fill(template, { sentence, ...figures });
}

const noteLabels: Record<Language, Record<TextField | 'channels' | 'controlGroup' | 'text', string>> = {
  en: {
    objective: 'Objective',
    offer: 'Offer',
    channels: 'Channels',
    timing: 'Timing',
    frequencyCap: 'Contacts at most',
    owner: 'Owner',
    kpi: 'KPI',
    controlGroup: 'Control group',
    text: 'Note',
  },
  'zh-CN': {
    objective: '目标',
    offer: '权益与内容',
    channels: '触达渠道',
    timing: '时间',
    frequencyCap: '频次上限',
    owner: '负责人',
    kpi: '考核指标',
    controlGroup: '对照组',
    text: '备注',
  },
};

/** What a field of a note is called. */
export function noteLabel(field: TextField | 'channels' | 'controlGroup' | 'text', language: Language): string {
  return noteLabels[language][field];
}

/** A control group with the number of customers it holds. */
export function controlGroupText(share: number, customers: number, language: Language): string {
  return fill(adjustSentences[language].controlSize, {
    share: formatPercent(share),
    customers: controlGroupSize(share, customers),
  });
}

/** The written fields of a note, each with its label, in the order of the form; none for a blank note. */
export function noteRows(
  note: Pick<StrategyNote, 'fields' | 'text'>,
  customers: number,
  language: Language,
): { label: string; value: string }[] {
  if (isBlank(note)) return [];
  const { fields, text } = note;
  const written: [Parameters<typeof noteLabel>[0], string][] = [
    ...textFields.slice(0, 2).map((field): [TextField, string] => [field, fields[field]]),
    ['channels', joinList(fields.channels, language)],
    ...textFields.slice(2).map((field): [TextField, string] => [field, fields[field]]),
    ['controlGroup', fields.controlGroup === null ? '' : controlGroupText(fields.controlGroup, customers, language)],
    ['text', text],
  ];
  return written
    .filter(([, value]) => value.trim() !== '')
    .map(([field, value]) => ({ label: noteLabel(field, language), value }));
}

type Sentence = (details: ErrorDetails) => string;

/** Why a change by hand cannot be made. */
export const adjustErrors = {
  en: {
    segment_locked: (d: ErrorDetails) =>
      `Segment ${d.segment} is locked and stays as it is. Unlock it first, or leave it out.`,
    two_must_stay: () => 'At least two segments have to stay. Leave one out of the merge.',
    too_many_segments: (d: ErrorDetails) => `A run holds at most ${d.most} segments. Merge some first.`,
    same_segment: () => 'The same segment was chosen twice. Choose two different ones.',
    segment_too_small: (d: ErrorDetails) =>
      `${d.parts} parts need at least ${d.needed} customers, and this segment has ${d.customers}. Choose fewer parts or a larger segment.`,
    customers_alike: (d: ErrorDetails) =>
      `The customers of this segment are too much alike for ${d.parts} parts (${d.found} different found). Choose fewer parts, or leave it whole.`,
    side_too_small: (d: ErrorDetails) =>
      `This threshold leaves ${d.below} customers below and ${d.above} from there on; each side needs at least ${d.needed}. Choose another threshold.`,
    segment_emptied: (d: ErrorDetails) =>
      `This would leave nobody in segment ${d.segment}. Merge the two segments instead.`,
    nothing_to_move: () => 'All of these customers are in that segment already.',
    no_such_customer: () => 'Some of these customers are not in this run. Choose them again.',
    name_taken: () => 'Another segment has this name. Choose a different one.',
    adjusting: () => 'A change is being made to these segments. Wait until it is done, or cancel it.',
    data_changed: () =>
      'The data was cleaned differently after this run, so its customers cannot be regrouped. Train again, then adjust.',
  },
  'zh-CN': {
    segment_locked: (d: ErrorDetails) => `第 ${d.segment} 个细分已锁定，保持不变。请先解锁，或不选它。`,
    two_must_stay: () => '至少要保留两个细分。请少选一个再合并。',
    too_many_segments: (d: ErrorDetails) => `一次运行最多 ${d.most} 个细分。请先合并一些。`,
    same_segment: () => '选了同一个细分两次。请选择两个不同的细分。',
    segment_too_small: (d: ErrorDetails) =>
      `拆成 ${d.parts} 部分至少需要 ${d.needed} 位客户，该细分只有 ${d.customers} 位。请减少份数，或选择更大的细分。`,
    customers_alike: (d: ErrorDetails) =>
      `该细分的客户过于相似，无法拆成 ${d.parts} 部分（只有 ${d.found} 种不同情况）。请减少份数，或保持不变。`,
    side_too_small: (d: ErrorDetails) =>
      `按此阈值，低于的有 ${d.below} 位，其余 ${d.above} 位；每边至少需要 ${d.needed} 位。请换一个阈值。`,
    segment_emptied: (d: ErrorDetails) => `这样第 ${d.segment} 个细分将没有客户。请改为合并这两个细分。`,
    nothing_to_move: () => '这些客户已经在该细分里。',
    no_such_customer: () => '部分客户不在此次运行中。请重新选择。',
    name_taken: () => '已有细分使用这个名称。请换一个。',
    adjusting: () => '正在调整这些细分。请等待完成，或取消。',
    data_changed: () => '此次运行之后，数据的清洗方式有变，无法重新归类。请重新训练后再调整。',
  },
} satisfies Record<Language, Record<string, Sentence>>;
