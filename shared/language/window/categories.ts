/** Columns of categories: how their levels become figures. */
export const english = {
  categoryLost: '{column} tells nothing yet',
  categoryLostRead: 'It has so many levels that none is common enough for a column of its own.',
  categoryTitle: 'How {column} is told ({count} levels)',
  categoryCode: 'Its levels become',
  codeLevels: 'a column each',
  codeFrequency: 'how common they are',
  codeOrder: 'places in an order',
  codeOrderUnknown: 'places in an order (give it first)',
  codeLevelsRead: 'Ten at most; the rest share one column.',
  codeFrequencyRead:
    'One column: the share of customers with the same level. Who is usual and who is not, not who is what.',
  codeOrderRead: 'One column: 0 for the lowest level. Only where the levels have an order.',
  categoryRare: 'Rare below',
  categoryOrder: 'Order, lowest first',
  categoryOrderRead: 'Levels parted by commas; those left out count as unknown. Commonest: {list}.',
};

export const chinese: Record<keyof typeof english, string> = {
  categoryLost: '{column} 尚未用上',
  categoryLostRead: '取值过多，没有一个常见到可以单独成列。',
  categoryTitle: '{column} 如何编码（{count} 种取值）',
  categoryCode: '各取值变为',
  codeLevels: '各占一列',
  codeFrequency: '常见程度',
  codeOrder: '位次',
  codeOrderUnknown: '位次（请先给出次序）',
  codeLevelsRead: '最多十列，其余合为一列。',
  codeFrequencyRead: '一列：取值相同的客户占比。反映是否常见，而不反映是哪一种。',
  codeOrderRead: '一列：最低的取值为 0。仅适用于有次序的取值。',
  categoryRare: '少见的界限',
  categoryOrder: '次序（从低到高）',
  categoryOrderRead: '以逗号分隔；未列出的取值视为未知。最常见：{list}。',
};
