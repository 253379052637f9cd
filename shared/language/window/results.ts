export const english = {
  resultsEmpty: 'Your segments will be here',
  resultsEmptyRead: 'Train once: segments with names, rules, products and a suggested next step appear here.',
  createReport: 'Create report',
  creatingReport: 'Writing the report …',
  openReport: 'Open report',
  reportReady: 'The report is ready: one file, no personal data.',
  segmentsGroup: 'Segments',
  heatSegment: '{name}: above all, {trait}',
  traitsTitle: 'What stands out in {name}',
  productTitle: '{product}: {lift}× as likely',
  productsTitle: 'What {name} buys more than others',
  productsRead: 'How much likelier than for all customers.',
};

export const chinese: Record<keyof typeof english, string> = {
  resultsEmpty: '你的客户细分会显示在这里',
  resultsEmptyRead: '训练一次后，这里会显示各细分的名称、规则、商品和建议的下一步。',
  createReport: '生成报告',
  creatingReport: '正在生成报告…',
  openReport: '打开报告',
  reportReady: '报告已生成：单个文件，不含个人数据。',
  segmentsGroup: '细分',
  heatSegment: '{name}：最突出的是{trait}',
  traitsTitle: '{name}的突出特征',
  productTitle: '{product}：购买概率为平均的 {lift} 倍',
  productsTitle: '{name}更常购买的商品',
  productsRead: '与全部客户相比的倍数。',
};
