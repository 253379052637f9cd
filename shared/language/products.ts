/** Names of the columns of the product table, in the window and in products.csv. */
import type { Language } from '../domain.ts';
import type { ProductColumn } from '../products.ts';

export interface ProductColumnText {
  label: string;
  /** What the figure is, in a sentence. */
  meaning: string;
}

export const productColumnText: Record<Language, Record<ProductColumn, ProductColumnText>> = {
  en: {
    code: { label: 'Product', meaning: 'The code of the product in your orders.' },
    name: { label: 'Name', meaning: 'By your catalogue, else the description most often given for this code.' },
    category: { label: 'Category', meaning: 'What your catalogue puts it under.' },
    brand: { label: 'Brand', meaning: 'Who makes it, by your catalogue.' },
    customers: { label: 'Customers', meaning: 'How many different customers bought it.' },
    orders: { label: 'Orders', meaning: 'How many different orders it was in.' },
    quantity: { label: 'Quantity', meaning: 'Units sold, before returns.' },
    revenue: { label: 'Revenue', meaning: 'Money of the units sold, before returns.' },
    averagePrice: { label: 'Average price', meaning: 'Revenue per unit sold.' },
    listPrice: { label: 'List price', meaning: 'The price before any reduction, by your catalogue.' },
    returnRate: { label: 'Return rate', meaning: 'Units that came back per unit sold.' },
    firstSold: { label: 'First sold', meaning: 'The day of the first order with it.' },
    lastSold: { label: 'Last sold', meaning: 'The day of the latest order with it.' },
  },
  'zh-CN': {
    code: { label: '商品', meaning: '订单中的商品编号。' },
    name: { label: '名称', meaning: '商品目录中的名称，没有则为此编号最常用的描述。' },
    category: { label: '品类', meaning: '商品目录中所属的类别。' },
    brand: { label: '品牌', meaning: '商品目录中的品牌。' },
    customers: { label: '客户数', meaning: '买过它的不同客户数。' },
    orders: { label: '订单数', meaning: '包含它的不同订单数。' },
    quantity: { label: '数量', meaning: '售出件数，未扣除退货。' },
    revenue: { label: '收入', meaning: '售出金额，未扣除退货。' },
    averagePrice: { label: '平均价格', meaning: '每件售出商品的收入。' },
    listPrice: { label: '标价', meaning: '商品目录中未打折的价格。' },
    returnRate: { label: '退货率', meaning: '退回件数与售出件数之比。' },
    firstSold: { label: '首次售出', meaning: '第一笔含此商品的订单日期。' },
    lastSold: { label: '最近售出', meaning: '最近一笔含此商品的订单日期。' },
  },
};

export function productsCsvHeader(columns: readonly ProductColumn[], language: Language): string[] {
  return columns.map((column) => productColumnText[language][column].label);
}
