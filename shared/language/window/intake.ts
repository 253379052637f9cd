/** Files that come in: who agreed to be written to, what is remembered of earlier files, what is added to data. */
export const english = {
  consentCounts: '{yes} of {all} customers agreed to be written to',
  consentOthers: '{no} said no; {unknown} unknown.',
  consentUnknown: 'Unknown is not consent: who did not say is not among those who agreed.',
  consentRead: 'Who agreed to be written to, by the files. Never compared between customers.',
  rememberedShape: 'As you chose for the last file of this shape.',
  recogniseAnew: 'Recognise anew',
};

export const chinese: Record<keyof typeof english, string> = {
  consentCounts: '{all} 位客户中有 {yes} 位同意接收营销信息',
  consentOthers: '{no} 位不同意；{unknown} 位未知。',
  consentUnknown: '未知不等于同意：没有表态的客户不算在同意者中。',
  consentRead: '文件所载的接收营销信息的意愿，不参与客户比较。',
  rememberedShape: '沿用你为上一个同样格式的文件所作的选择。',
  recogniseAnew: '重新识别',
};
