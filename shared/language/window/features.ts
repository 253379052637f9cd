export const english = {
  featuresEmpty: 'Features come with the first run',
  featuresEmptyRead:
    'Clientele works out about 30 features for each customer, such as days since the last order, and leaves out those that say nothing new.',
  featuresLead: 'Switch a feature off and it stays out of the next run.',
  featuresChanged: '{count} switched off for the next run',
  useHead: 'In use',
  useFeature: 'Use {feature}',
  byYou: 'off: by you, from the next run on',
  trainAgain: 'Train again',
};

export const chinese: Record<keyof typeof english, string> = {
  featuresEmpty: '首次运行后即可查看特征',
  featuresEmptyRead: 'Clientele 会为每位客户计算约 30 项特征，例如最近一次购买，并略去没有新信息的特征。',
  featuresLead: '关闭某项特征后，下一次运行不再使用它。',
  featuresChanged: '下一次运行将停用 {count} 项',
  useHead: '启用',
  useFeature: '启用{feature}',
  byYou: '停用：由你关闭，下次运行生效',
  trainAgain: '重新训练',
};
