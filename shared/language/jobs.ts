import type { Language } from '../domain.ts';

/** What a job is doing, by the key of its stage. */
export const jobText = {
  en: {
    read: 'Reading the files',
    store: 'Storing the orders',
    load: 'Loading the orders',
    prepare: 'Working out features',
    train: 'Training the network',
    map: 'Drawing the map',
    compare: 'Comparing methods',
    describe: 'Describing the segments',
    write: 'Writing the results',
    assign: 'Finding each customer’s segment',
    generate: 'Making up a shop',
    adjust: 'Regrouping customers',
  },
  'zh-CN': {
    read: '正在读取文件',
    store: '正在保存订单',
    load: '正在载入订单',
    prepare: '正在计算特征',
    train: '正在训练网络',
    map: '正在绘制客户地图',
    compare: '正在比较各种方法',
    describe: '正在描述各细分',
    write: '正在写出结果',
    assign: '正在为客户匹配细分',
    generate: '正在生成示例店铺',
    adjust: '正在重新归类客户',
  },
} satisfies Record<Language, Record<string, string>>;

export type Stage = keyof (typeof jobText)['en'];

/** The label of a stage; empty for a job that has not begun. */
export function stageLabel(stage: string, language: Language): string {
  return stage in jobText.en ? jobText[language][stage as Stage] : '';
}
