/** Segments in a marketer's words: names, what they mean, what to do next, and the sentences of the advice. */
import type {
  Interval,
  Language,
  Method,
  MethodAdvice,
  SegmentCountAdvice,
  SegmentKind,
  SegmentProfile,
  SegmentRule,
  FeatureDefinition,
  Trait,
} from '../domain.ts';
import { clearlyHigher } from '../evaluation.ts';
import { featureText, formatFeature, traitPhrase } from './features.ts';
import { fill, formatMeasure, formatPercent, joinList, openingNumber } from './sentence.ts';

/** A kind's name, what its customers have in common, and the next best action to start a strategy from. */
export interface KindText {
  name: string;
  meaning: string;
  objective: string;
  offer: string;
  channel: string;
  timing: string;
}

export const kindTexts: Record<Language, Record<SegmentKind, KindText>> = {
  en: {
    champions: {
      name: 'Champions',
      meaning: 'Bought lately, often and for the most money.',
      objective: 'Keep them and let them speak for you',
      offer: 'Early access, a personal thank-you, a reason to refer a friend; no discount needed',
      channel: 'E-mail, personal letter',
      timing: 'Now, then with every new collection',
    },
    loyal: {
      name: 'Loyal',
      meaning: 'Come back again and again, and still do.',
      objective: 'Raise the value of an order',
      offer: 'Bundles and matching products, points for the next level',
      channel: 'E-mail, app',
      timing: 'Shortly before their usual next order',
    },
    promising: {
      name: 'Promising',
      meaning: 'Active lately, with more potential than orders so far.',
      objective: 'Win the next order and build the habit',
      offer: 'A selection around their last purchase, a small thank-you for the next one',
      channel: 'E-mail, app',
      timing: 'Two to four weeks after the last order',
    },
    recent: {
      name: 'Recent',
      meaning: 'New customers who have just begun to buy.',
      objective: 'Win the second order',
      offer: 'A welcome series: how to use it, what goes with it, a voucher for the second order',
      channel: 'E-mail',
      timing: 'Within 30 days of the first order',
    },
    bigSpenders: {
      name: 'Big spenders',
      meaning: 'Spend a lot in each order, without ordering often.',
      objective: 'Bring the next large order forward',
      offer: 'Advice, premium ranges, free delivery from a high order value',
      channel: 'Personal contact, letter',
      timing: 'Ahead of the season in which they bought',
    },
    bargainHunters: {
      name: 'Bargain hunters',
      meaning: 'Buy below the usual price far more than others.',
      objective: 'Sell stock without teaching everyone to wait',
      offer: 'Clearance and quantity deals, shown to this group alone',
      channel: 'E-mail',
      timing: 'With sales only',
    },
    frequentSmall: {
      name: 'Frequent small baskets',
      meaning: 'Order often, a little each time.',
      objective: 'Enlarge the basket',
      offer: 'Free delivery just above their usual order value, refills and subscriptions',
      channel: 'App, basket page',
      timing: 'At the moment of ordering',
    },
    explorers: {
      name: 'Explorers',
      meaning: 'Try many different products.',
      objective: 'Show them more of the range',
      offer: 'New arrivals and categories they have not tried',
      channel: 'E-mail, website',
      timing: 'With every new arrival',
    },
    occasional: {
      name: 'Occasional',
      meaning: 'Come now and then, with long pauses between orders.',
      objective: 'Shorten the pause between orders',
      offer: 'Reminders tied to an occasion, gift ideas',
      channel: 'E-mail',
      timing: 'Before the dates on which they bought',
    },
    needsAttention: {
      name: 'Needs attention',
      meaning: 'Average customers whose activity is fading.',
      objective: 'Bring them back before they drift away',
      offer: 'News in their categories, a limited offer on what they like',
      channel: 'E-mail, app',
      timing: 'In the coming two weeks',
    },
    atRisk: {
      name: 'At risk',
      meaning: 'Used to buy well, and have gone quiet.',
      objective: 'Win them back with a personal reason to return',
      offer: 'Early access or a service, before any discount: they are used to full prices',
      channel: 'E-mail, letter, a call to the most valuable',
      timing: 'Now: every month of silence makes it harder',
    },
    oneTime: {
      name: 'One-time buyers',
      meaning: 'Ordered once and have not come back.',
      objective: 'Win a second order at low cost',
      offer: 'A bestseller next to what they bought, free delivery',
      channel: 'E-mail',
      timing: 'One series, then rest',
    },
    lapsed: {
      name: 'Lapsed',
      meaning: 'Few orders, and the last one long ago.',
      objective: 'Spend little: one try, then leave in peace',
      offer: 'The strongest offer of the year, a question why they left',
      channel: 'E-mail',
      timing: 'Once, in the high season',
    },
    manyReturns: {
      name: 'Many returns',
      meaning: 'Send back far more than others.',
      objective: 'Fewer returns before more orders',
      offer: 'Size and product advice, reviews from customers like them',
      channel: 'Website, order confirmation',
      timing: 'While they choose',
    },
    group: {
      name: 'Group',
      meaning: 'Alike in what your table says of them.',
      objective: 'Speak to what sets them apart',
      offer: 'What fits their strongest traits; test it on a part of them first',
      channel: 'Where they can be reached',
      timing: 'With your next campaign',
    },
  },
  'zh-CN': {
    champions: {
      name: '高价值',
      meaning: '近期购买，频次高，消费金额最高。',
      objective: '留住他们，并请他们带来口碑',
      offer: '新品优先购、专属致谢、推荐有礼；无需打折',
      channel: '邮件、专属信函',
      timing: '现在就做，之后每次上新跟进',
    },
    loyal: {
      name: '忠诚',
      meaning: '持续复购，至今活跃。',
      objective: '提高客单价',
      offer: '组合装与搭配商品、升级积分',
      channel: '邮件、App',
      timing: '在惯常的下一次购买之前',
    },
    promising: {
      name: '潜力',
      meaning: '近期活跃，潜力高于目前的订单数。',
      objective: '促成下一单，养成购买习惯',
      offer: '围绕上次购买的精选商品、下一单小礼',
      channel: '邮件、App',
      timing: '上次下单后两到四周',
    },
    recent: {
      name: '新客',
      meaning: '刚刚开始购买的新客户。',
      objective: '促成第二单',
      offer: '欢迎系列：使用方法、搭配建议、第二单优惠券',
      channel: '邮件',
      timing: '首单后 30 天内',
    },
    bigSpenders: {
      name: '高客单',
      meaning: '单笔金额高，但下单不频繁。',
      objective: '让下一笔大单提前到来',
      offer: '专人顾问、高端系列、高门槛免运费',
      channel: '专人联系、信函',
      timing: '在他们往年购买的季节之前',
    },
    bargainHunters: {
      name: '折扣敏感',
      meaning: '低价购买的比例远高于其他客户。',
      objective: '消化库存，同时不让其他客户养成等折扣的习惯',
      offer: '清仓与多件优惠，只对该细分展示',
      channel: '邮件',
      timing: '仅在促销期',
    },
    frequentSmall: {
      name: '高频小单',
      meaning: '下单频繁，每单金额小。',
      objective: '提高每单件数',
      offer: '略高于惯常客单价的免运费门槛、补货与订阅',
      channel: 'App、购物车页面',
      timing: '下单时',
    },
    explorers: {
      name: '尝新',
      meaning: '购买的商品种类多。',
      objective: '展示更多品类',
      offer: '新品与尚未尝试的品类',
      channel: '邮件、网站',
      timing: '每次上新',
    },
    occasional: {
      name: '偶尔购买',
      meaning: '偶尔下单，间隔很长。',
      objective: '缩短复购间隔',
      offer: '节日提醒、送礼建议',
      channel: '邮件',
      timing: '在他们往年购买的日期之前',
    },
    needsAttention: {
      name: '需关注',
      meaning: '各项居中，活跃度正在下降。',
      objective: '在流失之前唤回',
      offer: '所购品类的新品、限时优惠',
      channel: '邮件、App',
      timing: '未来两周内',
    },
    atRisk: {
      name: '流失风险',
      meaning: '曾经消费较多，如今沉默。',
      objective: '用专属理由赢回',
      offer: '先给优先购或服务，再考虑折扣：他们习惯原价购买',
      channel: '邮件、信函，价值最高者电话联系',
      timing: '现在：沉默越久越难赢回',
    },
    oneTime: {
      name: '单次购买',
      meaning: '只下过一单，没有再来。',
      objective: '以低成本促成第二单',
      offer: '与已购商品相关的畅销品、免运费',
      channel: '邮件',
      timing: '触达一轮，之后不再打扰',
    },
    lapsed: {
      name: '已流失',
      meaning: '订单少，且最近一单已过去很久。',
      objective: '少投入：尝试一次，之后不再打扰',
      offer: '全年力度最大的优惠、询问离开的原因',
      channel: '邮件',
      timing: '旺季一次',
    },
    manyReturns: {
      name: '高退货',
      meaning: '退货比例远高于其他客户。',
      objective: '先降低退货，再追求订单',
      offer: '尺码与选品建议、同类客户的评价',
      channel: '网站、订单确认页',
      timing: '选购时',
    },
    group: {
      name: '群体',
      meaning: '表中各项信息相近的客户。',
      objective: '针对其最突出的特点沟通',
      offer: '与其突出特征相符的优惠；先在一部分客户中测试',
      channel: '能触达他们的渠道',
      timing: '下一次营销活动时',
    },
  },
};

export const methodNames: Record<Language, Record<Method, string>> = {
  en: {
    rfm: 'RFM rules',
    kmeans: 'k-means',
    gmm: 'Gaussian mixture',
    autoencoder: 'Autoencoder + k-means',
    'autoencoder-gmm': 'Autoencoder + mixture',
    idec: 'Deep clustering',
    gan: 'Synthetic customers (GAN)',
    tree: 'Decision tree, from labels',
    classifier: 'Classifier, from labels',
  },
  'zh-CN': {
    rfm: 'RFM 规则',
    kmeans: 'k-means',
    gmm: '高斯混合模型',
    autoencoder: '自编码器 + k-means',
    'autoencoder-gmm': '自编码器 + 高斯混合',
    idec: '深度聚类',
    gan: '合成客户（GAN）',
    tree: '决策树（学习标签）',
    classifier: '分类网络（学习标签）',
  },
};

/** Templates of the sentences below; `test/shared/language` checks that languages have the same keys and figures. */
export const segmentSentences = {
  en: {
    distinguished: '{name} ({trait})',
    trait: '{phrase}: {value}, everyone {overall}',
    between: '{low} to {high}',
    atLeast: '{low} or more',
    below: 'below {high}',
    isFalse: 'no',
    isTrue: 'yes',
    rule: 'Finds {coverage} of them; {precision} of matches are right.',
    fragile: 'Fragile: it came back in {stability} of repetitions on average. Treat it as a hint.',
    steady: 'Comes back when repeated ({stability} agreement).',
    unmeasured: 'How often it comes back was not measured.',
    countTitle: '{number} segments describe your customers best',
    countTitleChosen: '{number} segments, as you chose',
    countTitleRules: '{number} segments, fixed by the rules',
    countTitleLabels: '{number} segments, one for each known label',
    best_separation:
      'They part customers most clearly, all measures together (separation {silhouette}), and come back when repeated ({stability} agreement).',
    most_stable:
      'No number of segments is fully stable; these come back most reliably ({stability} agreement, separation {silhouette}).',
    only_two_hold:
      'Only two segments come back when repeated ({stability} agreement); finer ones would change with every run.',
    chosen_by_user: 'Separation is {silhouette}; repetitions agree to {stability}.',
    fixed_rules: 'The RFM grid sets them; separation is {silhouette}, repetitions agree to {stability}.',
    known_labels: 'The known labels set them; separation is {silhouette}, repetitions agree to {stability}.',
    few_customers:
      'There are too few customers for more; separation is {silhouette}, repetitions agree to {stability}.',
    against_separation: 'Not {number}: separation ({silhouette}) and overlap ({overlap}) together would be worse.',
    against_stability:
      'Not {number}: separation would be {silhouette}, but repetitions would agree to {stability} only.',
    against_size: 'Not {number}: one of them would hold fewer than 1 in 100 customers.',
    foresees_better: '{method} foresees later spend best',
    more_stable: '{method} gives the most stable segments',
    simpler_as_good: '{method} is as good as the rest, and simpler',
    tells_more: '{method} reads more than the rules do',
    on_balance: '{method} does best on balance of stability, foresight and separation',
    only_one: '{method} is the only method that ran to the end',
    method_chosen: '{method}, as you chose',
    futureFigure: 'Foresight: {own} (±{margin})',
    stabilityFigure: 'Stability: {own} (±{margin})',
    nextBest: ', next best {otherMethod} {other} (±{otherMargin})',
    against: ', {otherMethod} {other} (±{otherMargin})',
    ahead: ', {difference} ahead',
    behind: ', {difference} behind',
    noDifference: ', no clear difference',
    lead: 'Against {otherMethod}, the next best: {parts}.',
    aheadIn: '{difference} ahead in {measure}',
    behindIn: '{difference} behind in {measure}',
    alikeIn: 'alike in {measure}',
    foresight: 'foresight',
    stability: 'stability',
    fullStop: '.',
    deepHelped: 'Deep learning helped here: it leads the race where it counts.',
    deepDidNotHelp:
      'Deep learning did not help here: no network beats {method} on stability or foresight by more than chance.',
  },
  'zh-CN': {
    distinguished: '{name}（{trait}）',
    trait: '{phrase}：{value}，整体 {overall}',
    between: '{low} 至 {high}',
    atLeast: '{low} 及以上',
    below: '低于 {high}',
    isFalse: '否',
    isTrue: '是',
    rule: '覆盖该细分的 {coverage}，命中准确率 {precision}。',
    fragile: '不稳定：重复计算时平均只有 {stability} 重现，仅供参考。',
    steady: '重复计算时能够重现（一致性 {stability}）。',
    unmeasured: '未测量该细分能否重现。',
    countTitle: '{number} 个细分最能描述客户',
    countTitleChosen: '{number} 个细分，由用户选定',
    countTitleRules: '{number} 个细分，由规则确定',
    countTitleLabels: '{number} 个细分，每个已知标签一个',
    best_separation: '综合各项指标区分最清楚（区分度 {silhouette}），重复计算时能够重现（一致性 {stability}）。',
    most_stable: '没有哪个数量完全稳定；这一数量最容易重现（一致性 {stability}，区分度 {silhouette}）。',
    only_two_hold: '只有两个细分能够重现（一致性 {stability}）；分得更细，每次结果都会变。',
    chosen_by_user: '区分度 {silhouette}，重复计算的一致性 {stability}。',
    fixed_rules: '由 RFM 网格确定；区分度 {silhouette}，重复计算的一致性 {stability}。',
    known_labels: '由已知标签确定；区分度 {silhouette}，重复计算的一致性 {stability}。',
    few_customers: '客户太少，无法分得更细；区分度 {silhouette}，重复计算的一致性 {stability}。',
    against_separation: '不选 {number} 个：区分度（{silhouette}）与重叠度（{overlap}）综合更差。',
    against_stability: '不选 {number} 个：区分度为 {silhouette}，但重复计算的一致性只有 {stability}。',
    against_size: '不选 {number} 个：其中一个细分不足客户总数的 1%。',
    foresees_better: '{method} 最能预见未来消费',
    more_stable: '{method} 的细分最稳定',
    simpler_as_good: '{method} 与其他方法同样好，而且更简单',
    tells_more: '{method} 比规则利用更多信息',
    on_balance: '综合稳定性、预见力与区分度，{method} 表现最好',
    only_one: '{method} 是唯一完成的方法',
    method_chosen: '{method}，由用户选定',
    futureFigure: '预见力：{own}（±{margin}）',
    stabilityFigure: '稳定性：{own}（±{margin}）',
    nextBest: '，其次为“{otherMethod}” {other}（±{otherMargin}）',
    against: '，“{otherMethod}” {other}（±{otherMargin}）',
    ahead: '，领先 {difference}',
    behind: '，落后 {difference}',
    noDifference: '，无明显差别',
    lead: '与其次的“{otherMethod}”相比：{parts}。',
    aheadIn: '{measure}领先 {difference}',
    behindIn: '{measure}落后 {difference}',
    alikeIn: '{measure}相当',
    foresight: '预见力',
    stability: '稳定性',
    fullStop: '。',
    deepHelped: '深度学习在这里有帮助：在关键指标上领先。',
    deepDidNotHelp: '深度学习在这里没有帮助：各网络在稳定性和预见力上都没有明显超过 {method}。',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** Below this mean Jaccard return rate a segment is called fragile. */
export const fragileBelow = 0.6;

/** What a segment's name is made of. */
export type NamedSegment = Pick<SegmentProfile, 'kind' | 'distinction'> & Partial<Pick<SegmentProfile, 'name'>>;

/** Name of a segment; two of a kind carry what tells them apart. */
export function segmentName(segment: NamedSegment, language: Language): string {
  if (segment.name) return segment.name;
  const { name } = kindTexts[language][segment.kind];
  if (!segment.distinction) return name;
  const { feature, high, also } = segment.distinction;
  const traits = [
    traitPhrase(feature, high, language),
    ...(also ? [traitPhrase(also.feature, also.high, language)] : []),
  ];
  const trait = traits.join(language === 'en' ? ', ' : '，');
  if (segment.kind === 'group') return capitalise(trait, language);
  return fill(segmentSentences[language].distinguished, { name, trait });
}

/** Number and name, as lists, cards and legends show a segment. */
export function numberedName(segment: NamedSegment & Pick<SegmentProfile, 'number'>, language: Language): string {
  return `${segment.number} ${segmentName(segment, language)}`;
}

/** A trait in words with its figures: the segment's median beside everyone's, or the means where medians agree. */
export function traitSentence(trait: Trait, definition: FeatureDefinition, language: Language): string {
  const { value, overall } = traitFigures(trait, definition, language);
  const phrase = traitPhrase(trait.feature, trait.standardisedDifference > 0, language);
  return fill(segmentSentences[language].trait, { phrase, value, overall });
}

/** The two figures of a trait: medians, or means where both medians read the same (features that are mostly 0). */
export function traitFigures(
  trait: Trait,
  definition: FeatureDefinition,
  language: Language,
  currency?: string,
): { value: string; overall: string } {
  const format = (value: number): string => formatFeature(value, definition.unit, language, currency);
  const medians = { value: format(trait.segmentMedian), overall: format(trait.overallMedian) };
  if (medians.value !== medians.overall) return medians;
  return { value: format(trait.segmentMean), overall: format(trait.overallMean) };
}

/** The conditions of a rule, each as the feature's label and the range in words. */
export function ruleConditions(
  rule: Pick<SegmentRule, 'conditions'>,
  definitions: readonly FeatureDefinition[],
  language: Language,
  currency?: string,
): { label: string; range: string }[] {
  const text = segmentSentences[language];
  return rule.conditions.map(({ feature, low, high }) => {
    const definition = definitions.find(({ id }) => id === feature);
    const format = (value: number): string => formatFeature(value, definition?.unit ?? 'number', language, currency);
    const label = featureText(feature, language).label;
    if (feature.includes('=')) return { label, range: low === null ? text.isFalse : text.isTrue };
    if (low === null) return { label, range: fill(text.below, { high: format(high ?? NaN) }) };
    if (high === null) return { label, range: fill(text.atLeast, { low: format(low) }) };
    return { label, range: fill(text.between, { low: format(low), high: format(high) }) };
  });
}

/** How good a rule of thumb is. */
export function ruleQuality(rule: SegmentRule, language: Language): string {
  return fill(segmentSentences[language].rule, {
    coverage: formatPercent(rule.coverage),
    precision: formatPercent(rule.precision),
  });
}

/** Whether a segment comes back, and what to make of it. */
export function stabilitySentence(stability: number, language: Language): string {
  const text = segmentSentences[language];
  if (!Number.isFinite(stability)) return text.unmeasured;
  return fill(stability < fragileBelow ? text.fragile : text.steady, { stability: formatPercent(stability) });
}

/** Why this many segments: the finding, its reason with figures, and what speaks against the next best number. */
export function countAdviceText(
  advice: SegmentCountAdvice,
  language: Language,
): { title: string; reason: string; runnerUp: string | null } {
  const text = segmentSentences[language];
  const title =
    advice.reason === 'chosen_by_user'
      ? text.countTitleChosen
      : advice.reason === 'fixed_rules'
        ? text.countTitleRules
        : advice.reason === 'known_labels'
          ? text.countTitleLabels
          : text.countTitle;
  const figures = { silhouette: formatMeasure(advice.silhouette), stability: formatPercent(advice.stability) };
  const rival = advice.runnerUp;
  return {
    title: fill(title, { number: openingNumber(advice.recommended, language) }),
    reason: fill(text[advice.reason], figures),
    runnerUp:
      rival && advice.reason !== 'chosen_by_user' && advice.reason !== 'fixed_rules'
        ? fill(text[`against_${rival.against}`], {
            number: rival.nSegments,
            silhouette: formatMeasure(rival.silhouette),
            overlap: formatMeasure(rival.daviesBouldin),
            stability: formatPercent(rival.stability),
          })
        : null,
  };
}

const asShown = (value: number): number => Math.round(value * 100) / 100;

/** Which method and why, the figures behind it, and whether deep learning helped (null: it was not in the race). */
export function methodAdviceText(
  advice: MethodAdvice,
  language: Language,
): { title: string; figures: string; lead: string; deep: string | null } {
  const text = segmentSentences[language];
  const names = methodNames[language];
  const method = names[advice.recommended];
  const { futureValue, stability, otherMethod, otherFutureValue, otherStability } = advice.figures;
  /** A figure of the recommended method, the next best one's beside it, and whether they differ by more than chance. */
  const figure = (
    template: string,
    own: Interval,
    rival: { template: string; interval: Interval } | null,
    say: (value: number) => string,
  ): string => {
    const half = ({ low, high }: Interval): string => say((high - low) / 2);
    const clear = rival && clearlyHigher(own, rival.interval);
    return [
      fill(template, { own: say(own.mean), margin: half(own) }),
      rival && otherMethod
        ? fill(rival.template, {
            otherMethod: names[otherMethod],
            other: say(rival.interval.mean),
            otherMargin: half(rival.interval),
          }) +
          fill(clear === 0 ? text.noDifference : clear === 1 ? text.ahead : text.behind, {
            // Of the figures as they are shown, or a reader who subtracts would find another.
            difference: say(Math.abs(asShown(own.mean) - asShown(rival.interval.mean))),
          })
        : '',
      text.fullStop,
    ].join('');
  };
  const sentences: string[] = [];
  if (futureValue) {
    const rival = otherFutureValue ? { template: text.nextBest, interval: otherFutureValue } : null;
    sentences.push(figure(text.futureFigure, futureValue, rival, formatPercent));
  }
  if (stability) {
    const template = futureValue ? text.against : text.nextBest;
    const rival = otherStability ? { template, interval: otherStability } : null;
    sentences.push(figure(text.stabilityFigure, stability, rival, formatMeasure));
  }
  /** The same without the figures themselves, for a headline. */
  const part = (
    measure: 'foresight' | 'stability',
    own: Interval | undefined,
    rival: Interval | undefined,
    say: (value: number) => string,
  ): string[] => {
    if (!own || !rival) return [];
    const clear = clearlyHigher(own, rival);
    const difference = say(Math.abs(asShown(own.mean) - asShown(rival.mean)));
    const template = clear === 0 ? text.alikeIn : clear === 1 ? text.aheadIn : text.behindIn;
    return [fill(template, { measure: text[measure], difference })];
  };
  const parts = [
    ...part('foresight', futureValue, otherFutureValue, formatPercent),
    ...part('stability', stability, otherStability, formatMeasure),
  ];
  const title = advice.reason === 'chosen_by_user' ? text.method_chosen : text[advice.reason];
  return {
    title: capitalise(fill(title, { method }), language),
    figures: sentences.join(language === 'en' ? ' ' : ''),
    lead:
      otherMethod && parts.length > 0
        ? fill(text.lead, { otherMethod: names[otherMethod], parts: parts.join(language === 'en' ? ', ' : '，') })
        : '',
    deep:
      advice.deepHelped === null ? null : fill(advice.deepHelped ? text.deepHelped : text.deepDidNotHelp, { method }),
  };
}

/** The names of several segments as a list. */
export function segmentNames(segments: readonly NamedSegment[], language: Language): string {
  return joinList(
    segments.map((segment) => segmentName(segment, language)),
    language,
  );
}

function capitalise(sentence: string, language: Language): string {
  return language === 'en' ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : sentence;
}
