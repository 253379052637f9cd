/** Why two segments are not recommended although a line of the chart is highest there. */
import type { Language, SegmentCountAdvice, SegmentCountScore } from '../domain.ts';
import { fill, formatMeasure } from './sentence.ts';

const texts = {
  en: {
    separation: 'on separation ({two} against {own})',
    stability: 'on stability ({two} against {own})',
    join: ' and ',
    said: 'Why not 2? Two segments are higher {lines}: one large cut is the easiest to draw and to repeat. But two groups leave most of what sets customers apart inside of them, too mixed for a strategy each; so 3 to 8 are recommended. You can still choose 2.',
  },
  'zh-CN': {
    separation: '区分度（{two} 对 {own}）',
    stability: '稳定性（{two} 对 {own}）',
    join: '和',
    said: '为什么不是 2 个？2 个细分的{lines}更高：只划一刀最容易分开，也最容易重现。但两个组内部的客户仍然差别很大，难以各定一种策略，因此只推荐 3 至 8 个。你仍可选择 2 个。',
  },
} satisfies Record<Language, Record<string, string>>;

/** The sentence, or null where two is no candidate, is recommended, was not for Clientele to decide, or is not higher. */
export function whyNotTwo(
  { recommended, reason }: Pick<SegmentCountAdvice, 'recommended' | 'reason'>,
  scores: readonly SegmentCountScore[],
  language: Language,
): string | null {
  const two = scores.find(({ nSegments }) => nSegments === 2);
  const own = scores.find(({ nSegments }) => nSegments === recommended);
  if (!two || !own || two === own || reason === 'chosen_by_user') return null;
  const t = texts[language];
  const lines = (['separation', 'stability'] as const).flatMap((line) => {
    const of = (score: SegmentCountScore): string =>
      formatMeasure(line === 'separation' ? score.silhouette : score.stability.mean);
    // What reads the same is not higher.
    return Number(of(two).replace('−', '-')) > Number(of(own).replace('−', '-'))
      ? [fill(t[line], { two: of(two), own: of(own) })]
      : [];
  });
  return lines.length === 0 ? null : fill(t.said, { lines: lines.join(t.join) });
}
