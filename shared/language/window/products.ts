/** The page of the products. */
export const english = {
  pageProducts: 'Products',
  holdsProducts: 'What sells, what returns',
  productsCounted: '{count} products',
  productsFound: '{count} of {all} products',
  productsLoading: 'Getting your products ready',
  productsListRead: 'Sold and counted lines only; returns show in their rate. Headings sort.',
  productsEmpty: 'Your products will be listed here',
  productsEmptyRead: 'Products come from order lines with a product column. Add a file of orders to see them.',
  productsNone: 'No product has this in its texts.',
  searchProducts: 'Search products',
  productsExport: 'Export list',
  productsLog: 'The log of the workspace notes that a list was written.',
  productsSave: 'Save products.csv',
};

export const chinese: Record<keyof typeof english, string> = {
  pageProducts: '商品',
  holdsProducts: '卖得好的与被退回的',
  productsCounted: '{count} 种商品',
  productsFound: '{count} 种商品，共 {all} 种',
  productsLoading: '正在准备商品列表',
  productsListRead: '只统计计入的销售，退货体现在退货率中。点击表头排序。',
  productsEmpty: '你的商品会列在这里',
  productsEmptyRead: '商品来自带有商品列的订单。添加订单文件后即可查看。',
  productsNone: '没有包含此内容的商品。',
  searchProducts: '搜索商品',
  productsExport: '导出列表',
  productsLog: '工作区日志会记录写出了列表。',
  productsSave: '保存 products.csv',
};
