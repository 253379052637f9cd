import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { importPaths } from './import-text.ts';

const pathOf = (name: string): string => fileURLToPath(new URL(`../../fixtures/exports/${name}`, import.meta.url));

interface Expected {
  roles: Record<string, string>;
  /** Columns of people that are read for nothing. */
  personal: string[];
  lines: number;
  orders: number;
  customers: number;
  money: number;
}

const expected: Record<string, Expected> = {
  'shopify-orders.csv': {
    roles: {
      invoice: 'Name',
      customer: 'Email',
      date: 'Created at',
      description: 'Lineitem name',
      quantity: 'Lineitem quantity',
      price: 'Lineitem price',
      country: 'Billing Country',
      status: 'Financial Status',
      consent: 'Accepts Marketing',
    },
    personal:
      'Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Zip,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Zip,Shipping Phone,Phone'.split(
        ',',
      ),
    lines: 9,
    orders: 5,
    customers: 4,
    money: 145.15,
  },
  'woocommerce-order-items.csv': {
    roles: {
      invoice: 'order_number',
      customer: 'billing_email',
      date: 'date',
      product: 'item_sku',
      description: 'item_name',
      quantity: 'item_quantity',
      amount: 'item_total',
      country: 'billing_country',
      status: 'status',
    },
    personal:
      'billing_first_name,billing_last_name,billing_phone,billing_address_1,billing_postcode,shipping_first_name,shipping_last_name'.split(
        ',',
      ),
    lines: 10,
    orders: 6,
    customers: 4,
    money: 205.5,
  },
  'woocommerce-advanced-export.csv': {
    roles: {
      invoice: 'Order Number',
      customer: 'Email (Billing)',
      date: 'Order Date',
      product: 'SKU',
      description: 'Item Name',
      quantity: 'Quantity (- Refund)',
      price: 'Item Cost',
      country: 'Country Code (Billing)',
      status: 'Order Status',
    },
    personal:
      'First Name (Billing),Last Name (Billing),Address 1&2 (Billing),Postcode (Billing),Phone (Billing),First Name (Shipping),Last Name (Shipping),Address 1&2 (Shipping),Postcode (Shipping)'.split(
        ',',
      ),
    lines: 6,
    orders: 4,
    customers: 3,
    money: 125.3,
  },
  'magento-orders.csv': {
    roles: {
      invoice: 'ID',
      customer: 'Customer Email',
      date: 'Purchase Date',
      amount: 'Grand Total (Base)',
      status: 'Status',
    },
    personal: ['Bill-to Name', 'Ship-to Name', 'Billing Address', 'Shipping Address', 'Customer Name'],
    lines: 5,
    orders: 5,
    customers: 3,
    money: 1439.64,
  },
  'amazon-orders.txt': {
    roles: {
      invoice: 'order-id',
      customer: 'buyer-email',
      date: 'purchase-date',
      product: 'sku',
      description: 'product-name',
      quantity: 'quantity-purchased',
      amount: 'item-price',
      country: 'ship-country',
    },
    personal:
      'buyer-name,buyer-phone-number,recipient-name,ship-address-1,ship-address-2,ship-address-3,ship-postal-code,ship-phone-number'.split(
        ',',
      ),
    lines: 5,
    orders: 4,
    customers: 3,
    money: 113.97,
  },
  'youzan-orders.csv': {
    roles: {
      invoice: '订单号',
      customer: '买家手机号',
      date: '订单创建时间',
      product: '规格编码',
      description: '商品名称',
      quantity: '商品数量',
      price: '商品单价',
      amount: '商品金额合计',
      status: '订单状态',
    },
    personal: ['买家姓名', '收货人/提货人', '收货人手机号/提货人手机号', '详细收货地址/提货地址'],
    lines: 6,
    orders: 4,
    customers: 3,
    money: 487.5,
  },
  'taobao-orders-gbk.csv': {
    roles: {
      invoice: '订单编号',
      customer: '买家会员名',
      date: '订单创建时间',
      description: '宝贝标题',
      quantity: '宝贝总数量',
      amount: '买家实际支付金额',
      status: '订单状态',
    },
    personal: ['买家支付宝账号', '收货人姓名', '收货地址', '联系电话', '联系手机'],
    lines: 6,
    orders: 6,
    customers: 3,
    money: 1818.3,
  },
  'stripe-payments.csv': {
    roles: {
      invoice: 'id',
      customer: 'Customer ID',
      date: 'Created date (UTC)',
      amount: 'Converted Amount',
      status: 'Status',
    },
    personal: ['Customer Email'],
    lines: 6,
    orders: 6,
    customers: 3,
    money: 297.5,
  },
  'stripe-payments-guests.csv': {
    roles: {
      invoice: 'id',
      customer: 'Customer Email',
      date: 'Created date (UTC)',
      amount: 'Converted Amount',
      status: 'Status',
    },
    personal: [],
    lines: 6,
    orders: 6,
    customers: 3,
    money: 297.5,
  },
};

describe('exports of usual shops', () => {
  it.each(Object.entries(expected))('%s', async (name, { roles, personal, lines, orders, customers, money }) => {
    const { columns } = await inspectFile(pathOf(name));
    const found = columns.filter(({ role }) => role !== 'ignored' && role !== 'personal');
    expect(Object.fromEntries(found.map((column) => [column.role, column.name]))).toEqual(roles);
    expect(columns.filter(({ role }) => role === 'personal').map((column) => column.name)).toEqual(personal);
    for (const column of columns) if (column.role === 'personal') expect(column.masked).toBe(true);

    const imported = await importPaths([pathOf(name)]);
    expect(imported.files[0]!.rejected).toBe(0);
    expect(imported.orders.lines.count).toBe(lines);
    expect(imported.orders.dictionaries.invoices).toHaveLength(orders);
    expect(imported.orders.dictionaries.customers).toHaveLength(customers);
    const { price, quantity } = imported.orders.lines;
    expect(price.reduce((sum, each, i) => sum + each * quantity[i]!, 0)).toBeCloseTo(money, 6);
  });

  it('shows an e-mail address that serves as the customer masked, and is not certain of it', async () => {
    const { columns, preview } = await inspectFile(pathOf('shopify-orders.csv'));
    const customer = columns.find(({ role }) => role === 'customer')!;
    expect(customer).toMatchObject({ masked: true });
    expect(customer.confidence).toBeLessThan(0.9);
    expect(preview[0]!.cells[customer.index]!.text).toBe('a•••@•••.example');
  });

  it('takes the numbers of Taobao out of the formulas they are wrapped in', async () => {
    const { orders } = await importPaths([pathOf('taobao-orders-gbk.csv')]);
    expect(orders.dictionaries.invoices![0]).toBe('1702331455520000');
  });
});
