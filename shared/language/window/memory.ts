/** Files that do not fit into the memory, and samples of customers. */
export const english = {
  sampleChoice: 'Customers to read',
  sampleNone: 'All customers',
  sampleOneIn: '1 in {oneIn} customers',
  sampleFits: 'fits',
  sampleMeans:
    'All lines of these customers are read, the same customers in every file. Results say that they are of a sample.',
};

export const chinese: Record<keyof typeof english, string> = {
  sampleChoice: '读取的客户',
  sampleNone: '全部客户',
  sampleOneIn: '每 {oneIn} 位客户取 1 位',
  sampleFits: '内存足够',
  sampleMeans: '读取这些客户的全部记录，各文件中为同一批客户。结果会注明来自样本。',
};
