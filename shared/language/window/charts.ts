export const english = {
  chartMenu: 'Save or copy',
  savePng: 'Save as PNG',
  saveSvg: 'Save as SVG',
  copyTable: 'Copy table',
  saveCsv: 'Save table as CSV',
  tableCopied: 'The table is copied.',
  tableNotCopied: 'The table could not be copied here. Save it as CSV.',
};

export const chinese: Record<keyof typeof english, string> = {
  chartMenu: '保存或复制',
  savePng: '保存为 PNG',
  saveSvg: '保存为 SVG',
  copyTable: '复制表格',
  saveCsv: '将表格保存为 CSV',
  tableCopied: '表格已复制。',
  tableNotCopied: '此处无法复制表格，请保存为 CSV。',
};
