/** Where a marketer finds the file to drop: a few steps for each usual shop and tool. */
import type { Language } from '../domain.ts';

export const exportSources = [
  'shopify',
  'woocommerce',
  'magento',
  'amazon',
  'youzan',
  'taobao',
  'stripe',
  'analytics',
  'hubspot',
  'mailchimp',
  'klaviyo',
] as const;
export type ExportSource = (typeof exportSources)[number];

export interface ExportGuide {
  name: string;
  /** Two to four sentences, in order. */
  steps: readonly string[];
}

export interface ExportsText {
  question: string;
  /** Label of the choice of a shop. */
  choose: string;
  guides: Record<ExportSource, ExportGuide>;
}

export const exportsText: Record<Language, ExportsText> = {
  en: {
    question: 'Where do I get the file?',
    choose: 'Your orders are in',
    guides: {
      shopify: {
        name: 'Shopify',
        steps: [
          'In the admin, open Orders and choose Export.',
          'Take all orders, or a period, as a plain CSV file.',
          'Larger exports come by e-mail: save the file and drop it here as it is.',
        ],
      },
      woocommerce: {
        name: 'WooCommerce',
        steps: [
          'Install an order export plugin, such as Advanced Order Export; the built-in report names no customers.',
          'Choose CSV with one row per product, and keep order number, date, billing e-mail, SKU, quantity and item cost.',
          'Export and drop the file here.',
        ],
      },
      magento: {
        name: 'Magento / Adobe Commerce',
        steps: [
          'Open Sales › Orders and filter the period you want.',
          'Show the column Customer Email, then choose Export › CSV.',
        ],
      },
      amazon: {
        name: 'Amazon Seller Central',
        steps: [
          'Open Orders › Order Reports.',
          'Request a report of all new orders for the longest period offered.',
          'Download the .txt file and drop it here as it is. Repeat for other periods: several files are read together.',
        ],
      },
      youzan: {
        name: 'Youzan (有赞)',
        steps: [
          'In the back office, open Orders › All orders and choose the period.',
          'Choose batch export with one row per product, and wait for the report.',
          'Download it and drop it here.',
        ],
      },
      taobao: {
        name: 'Taobao / Tmall',
        steps: [
          'In Qianniu, open Transactions › Sold items and choose the period.',
          'Choose batch export, create the report and download the order list.',
          'Drop the CSV file here as it is; its Chinese encoding is recognised.',
        ],
      },
      stripe: {
        name: 'Stripe',
        steps: [
          'In the dashboard, open Transactions › Payments and filter those that succeeded.',
          'Choose Export, take all columns, and download the CSV file.',
        ],
      },
      analytics: {
        name: 'Google Analytics',
        steps: [
          'Under Explore, start a blank exploration.',
          'Put date, transaction ID and your own user ID into the rows, and purchase revenue into the values.',
          'Choose Export › CSV. Without a user ID of your own, customers cannot be told apart.',
        ],
      },
      hubspot: {
        name: 'HubSpot',
        steps: [
          'Open Contacts (or Deals) and choose Export above the table.',
          'Take CSV and all properties.',
          'Download the file from the message that HubSpot sends.',
        ],
      },
      mailchimp: {
        name: 'Mailchimp',
        steps: [
          'Open Audience › All contacts and choose Export audience.',
          'Choose Export as CSV and download the archive when it is ready.',
        ],
      },
      klaviyo: {
        name: 'Klaviyo',
        steps: [
          'Open Audience › Lists & segments and the list you want.',
          'Choose Export to CSV and the properties to take along.',
          'Download the file when it is ready.',
        ],
      },
    },
  },
  'zh-CN': {
    question: '文件从哪里导出？',
    choose: '订单所在的平台',
    guides: {
      shopify: {
        name: 'Shopify',
        steps: [
          '在后台打开“订单”，点击“导出”。',
          '选择全部订单或一段时间，格式选普通 CSV 文件。',
          '订单较多时文件会发到邮箱：保存后原样拖到这里。',
        ],
      },
      woocommerce: {
        name: 'WooCommerce',
        steps: [
          '安装订单导出插件，例如 Advanced Order Export；自带的报表没有客户。',
          '格式选 CSV，每件商品一行，保留订单号、日期、账单邮箱、SKU、数量和单价。',
          '导出后把文件拖到这里。',
        ],
      },
      magento: {
        name: 'Magento / Adobe Commerce',
        steps: ['打开“销售 › 订单”，筛选需要的时间。', '显示“客户邮箱”一列，再选择“导出 › CSV”。'],
      },
      amazon: {
        name: '亚马逊卖家平台',
        steps: [
          '打开“订单 › 订单报告”。',
          '申请全部新订单的报告，时间选最长的一档。',
          '下载 .txt 文件，原样拖到这里。其他时间段可再导出：多个文件会一起读取。',
        ],
      },
      youzan: {
        name: '有赞',
        steps: [
          '在商家后台打开“订单 › 全部订单”，选择时间。',
          '点击“批量导出”，按商品每行一条，等待报表生成。',
          '下载后拖到这里。',
        ],
      },
      taobao: {
        name: '淘宝 / 天猫',
        steps: [
          '在千牛打开“交易 › 已卖出的宝贝”，选择时间。',
          '点击“批量导出”，生成报表后下载订单报表。',
          '把 CSV 文件原样拖到这里，中文编码会自动识别。',
        ],
      },
      stripe: {
        name: 'Stripe',
        steps: ['在管理平台打开“交易 › 支付”，筛选成功的支付。', '点击“导出”，选择全部列，下载 CSV 文件。'],
      },
      analytics: {
        name: 'Google Analytics',
        steps: [
          '在“探索”中新建空白探索。',
          '行中放入日期、交易 ID 和您自己的用户 ID，值中放入购买收入。',
          '选择“导出 › CSV”。没有自己的用户 ID 就无法区分客户。',
        ],
      },
      hubspot: {
        name: 'HubSpot',
        steps: [
          '打开“联系人”（或“交易”），点击表格上方的“导出”。',
          '格式选 CSV，包含全部属性。',
          '从 HubSpot 发来的消息中下载文件。',
        ],
      },
      mailchimp: {
        name: 'Mailchimp',
        steps: ['打开“受众 › 全部联系人”，点击“导出受众”。', '选择“导出为 CSV”，准备好后下载压缩包。'],
      },
      klaviyo: {
        name: 'Klaviyo',
        steps: [
          '打开“受众 › 列表和细分”，进入需要的列表。',
          '选择“导出为 CSV”，勾选要带上的属性。',
          '准备好后下载文件。',
        ],
      },
    },
  },
};
