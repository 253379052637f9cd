/** Networks and how they were tried, in words: the same in the window and in the report. */
import type { Language, NetworkPlan, TuningTrial } from '../domain.ts';
import { layersText } from './report.ts';
import { fill, formatMeasure, formatPercent } from './sentence.ts';

const english = {
  blanked: '{share} blanked',
  nothingBlanked: 'nothing blanked',
  noised: 'noise of {deviation} added',
  added: 'Deviation of noise added while learning',
  rate: 'rate {rate}',
  between: ', ',
  network: 'Network',
  round: 'Round',
  roundOf: '{rung} of {all}',
  score: 'Score',
  segments: 'Segments',
  steady: 'Come back',
  explains: 'Explain',
  state: 'State',
  in: 'still in',
  dropped: 'dropped',
  chosen: 'chosen',
  learnedNothing: 'learned nothing',
  read: 'Score: the share of all differences between customers that a network’s segments explain, times how surely they come back; both on customers held back. The reconstruction error would favour large summaries, whatever is in them.',
  denoising: 'Blanked while learning',
  learningRate: 'Learning rate',
};

const chinese: typeof english = {
  blanked: '遮住 {share}',
  nothingBlanked: '不遮挡',
  noised: '加入标准差为 {deviation} 的噪声',
  added: '学习时所加噪声的标准差',
  rate: '学习率 {rate}',
  between: '，',
  network: '网络',
  round: '轮次',
  roundOf: '第 {rung} / {all} 轮',
  score: '得分',
  segments: '细分个数',
  steady: '重现程度',
  explains: '解释比例',
  state: '状态',
  in: '仍在比较',
  dropped: '淘汰',
  chosen: '采用',
  learnedNothing: '未学到内容',
  read: '得分：网络的细分能解释的客户差异比例，乘以细分重现的程度，均在留出客户上测得。只看还原误差会偏向维度大的概括，无论其中有什么。',
  denoising: '学习时遮住的比例',
  learningRate: '学习率',
};

export const networkTexts: Record<Language, typeof english> = { en: english, 'zh-CN': chinese };

/** 64–32–5, 20% blanked, rate 0.002; what is not known is left out. */
export function networkText(plan: Pick<NetworkPlan, 'layers'> & Partial<NetworkPlan>, language: Language): string {
  const { between } = networkTexts[language];
  return [layersText(plan.layers), learningText(plan, language)].filter(Boolean).join(between);
}

/** How a network learns: 20% blanked, rate 0.002. */
export function learningText({ noise, noiseKind, learningRate }: Partial<NetworkPlan>, language: Language): string {
  const t = networkTexts[language];
  const parts: string[] = [];
  if (noise === 0) parts.push(t.nothingBlanked);
  else if (noise !== undefined) {
    const isAdded = noiseKind === 'gaussian';
    parts.push(
      isAdded ? fill(t.noised, { deviation: String(noise) }) : fill(t.blanked, { share: formatPercent(noise) }),
    );
  }
  if (learningRate !== undefined) parts.push(fill(t.rate, { rate: String(learningRate) }));
  return parts.join(t.between);
}

/** Whether a candidate is chosen, dropped, or still in. */
export function trialState({ chosen, dropped, score }: TuningTrial, language: Language): string {
  const t = networkTexts[language];
  if (score === null) return t.learnedNothing;
  return chosen ? t.chosen : dropped ? t.dropped : t.in;
}

/** A score, as it is written. */
export const scoreText = ({ score }: TuningTrial): string => formatMeasure(score?.score ?? NaN);
