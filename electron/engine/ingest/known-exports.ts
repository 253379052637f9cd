/** The order exports of usual shops, by the names of their columns: what each column is needs no guess there. */
import type { OrderRole } from '../../../shared/domain.ts';
import { plainName } from './column-names.ts';
import type { ColumnValues } from './column-values.ts';

export type ShopExport = 'shopify' | 'woocommerce' | 'magento' | 'amazon' | 'youzan' | 'taobao' | 'stripe';

interface KnownExport {
  shop: ShopExport;
  /** Columns that together no other table has. */
  needs: readonly string[];
  /** Columns of each role, the better first; of those that are there, the first that is filled as well as any is it. */
  roles: Partial<Record<OrderRole, readonly string[]>>;
  /** The customer is a name that a person goes by. */
  customerIsPerson?: true;
}

const exports: readonly KnownExport[] = [
  {
    // Totals stand on an order's first line only: the money is that of the lines.
    shop: 'shopify',
    needs: ['Name', 'Email', 'Created at', 'Lineitem quantity', 'Lineitem price'],
    roles: {
      invoice: ['Name'],
      customer: ['Email'],
      date: ['Created at'],
      product: ['Lineitem sku'],
      description: ['Lineitem name'],
      quantity: ['Lineitem quantity'],
      price: ['Lineitem price'],
      country: ['Billing Country', 'Shipping Country'],
      status: ['Financial Status'],
    },
  },
  {
    // One line an item; guests have the customer number 0.
    shop: 'woocommerce',
    needs: ['order_id', 'billing_email', 'item_name', 'item_quantity', 'item_total'],
    roles: {
      invoice: ['order_number', 'order_id'],
      customer: ['billing_email'],
      date: ['date', 'order_date'],
      product: ['item_sku', 'item_product_id'],
      description: ['item_name'],
      quantity: ['item_quantity'],
      amount: ['item_total'],
      country: ['billing_country', 'shipping_country'],
      status: ['status', 'order_status'],
    },
  },
  {
    shop: 'woocommerce',
    needs: ['Order Number', 'Order Date', 'Email (Billing)', 'Item Name', 'Item Cost'],
    roles: {
      invoice: ['Order Number'],
      customer: ['Email (Billing)'],
      date: ['Order Date'],
      product: ['SKU'],
      description: ['Item Name'],
      quantity: ['Quantity (- Refund)', 'Quantity'],
      price: ['Item Cost'],
      country: ['Country Code (Billing)', 'Country Name (Billing)', 'Country Code (Shipping)'],
      status: ['Order Status'],
    },
  },
  {
    shop: 'magento',
    needs: ['ID', 'Purchase Date', 'Bill-to Name', 'Customer Email'],
    roles: {
      invoice: ['ID'],
      customer: ['Customer Email'],
      date: ['Purchase Date'],
      amount: ['Grand Total (Base)', 'Grand Total (Purchased)'],
      status: ['Status'],
    },
  },
  {
    // The price of an item is that of all its pieces.
    shop: 'amazon',
    needs: ['order-id', 'purchase-date', 'buyer-email', 'sku', 'quantity-purchased', 'item-price'],
    roles: {
      invoice: ['order-id'],
      customer: ['buyer-email'],
      date: ['purchase-date'],
      product: ['sku'],
      description: ['product-name'],
      quantity: ['quantity-purchased'],
      amount: ['item-price'],
      country: ['ship-country'],
      status: ['order-status'],
    },
  },
  {
    shop: 'youzan',
    needs: ['订单号', '买家手机号', '商品名称', '商品数量'],
    roles: {
      invoice: ['订单号'],
      customer: ['买家手机号'],
      date: ['订单创建时间', '买家付款时间'],
      product: ['规格编码', '商品编码'],
      description: ['商品名称'],
      quantity: ['商品数量'],
      price: ['商品单价'],
      amount: ['商品金额合计', '订单实付金额'],
      status: ['订单状态'],
    },
  },
  {
    // Orders that were not paid have no time of payment.
    shop: 'taobao',
    customerIsPerson: true,
    needs: ['订单编号', '买家会员名', '买家实际支付金额', '订单创建时间'],
    roles: {
      invoice: ['订单编号'],
      customer: ['买家会员名'],
      date: ['订单创建时间'],
      description: ['宝贝标题'],
      quantity: ['宝贝总数量'],
      amount: ['买家实际支付金额'],
      status: ['订单状态'],
    },
  },
  {
    shop: 'stripe',
    needs: ['id', 'Created date (UTC)', 'Amount', 'Currency', 'Customer Email'],
    roles: {
      invoice: ['id'],
      customer: ['Customer ID', 'Customer Email'],
      date: ['Created date (UTC)'],
      amount: ['Converted Amount', 'Amount'],
      status: ['Status'],
    },
  },
];

/**
 * The shop that wrote a table of orders, and the position of the column of each role.
 * @returns null where the columns are no such shop's.
 */
export function findKnownExport(
  names: readonly string[],
  values: readonly ColumnValues[],
): { shop: ShopExport; roles: Partial<Record<OrderRole, number>>; customerIsPerson: boolean } | null {
  const at = new Map(names.map((name, i) => [plainName(name), i] as const).reverse());
  const known = exports.find(({ needs }) => needs.every((name) => at.has(plainName(name))));
  if (!known) return null;
  const roles: Partial<Record<OrderRole, number>> = {};
  for (const [role, columns] of Object.entries(known.roles) as [OrderRole, readonly string[]][]) {
    const there = columns.flatMap((name) => at.get(plainName(name)) ?? []);
    const missing = Math.min(...there.map((i) => values[i]!.missingShare));
    const best = there.find((i) => values[i]!.missingShare <= missing + 0.05);
    // Products of which some have no code go by their names.
    const most = role === 'product' ? 0.05 : 0.999;
    if (best !== undefined && values[best]!.missingShare <= most) roles[role] = best;
  }
  return { shop: known.shop, roles, customerIsPerson: known.customerIsPerson ?? false };
}
